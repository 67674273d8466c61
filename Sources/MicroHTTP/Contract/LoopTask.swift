/// Work of an event loop that belongs to no connection, such as making what a `StreamGroup` follows.
package protocol LoopTask: AnyObject, Sendable {
  /// Works for a moment; it must not block. Every call is made on the same loop's thread.
  ///
  /// - Parameter now: nanoseconds of CLOCK_MONOTONIC.
  func run(now: UInt64) -> LoopTaskNext
}

/// When a `LoopTask` is to run again.
package enum LoopTaskNext: Sendable, Hashable {
  /// At that time (CLOCK_MONOTONIC, nanoseconds), or when it is woken.
  case at(UInt64)
  /// When `HTTPServer.wake` names it.
  case whenWoken
  /// After others were served.
  case soon
  case never
}

/// Names a task for as long as the server runs; never used twice.
package struct LoopTaskID: Hashable, Sendable {
  let number: UInt64
}
