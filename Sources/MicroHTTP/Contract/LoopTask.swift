/// Work of an event loop that belongs to no connection, such as producing what a `StreamGroup` follows.
package protocol LoopTask: AnyObject, Sendable {
  /// Works for a moment; it must not block. Every call is made on the same loop's thread.
  ///
  /// - Parameter now: nanoseconds of CLOCK_MONOTONIC.
  func run(now: UInt64) -> LoopTaskNext
}

/// When a `LoopTask` is to run again.
package enum LoopTaskNext: Sendable, Hashable {
  /// At a time (CLOCK_MONOTONIC, nanoseconds), or when it is woken.
  case at(UInt64)
  /// When `HTTPServer.wake` is called for it.
  case whenWoken
  /// After others have been served.
  case soon
  case never
}

/// Identifies a task while the server runs; never reused.
package struct LoopTaskID: Hashable, Sendable {
  let number: UInt64
}
