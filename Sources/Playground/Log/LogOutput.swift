import Platform
import Synchronization

/// Where log lines go, at most so many a second: what is above is counted and said in one line.
package final class LogOutput: Sendable {
  private struct Window {
    var end: UInt64 = 0
    var written = 0
    var dropped = 0
  }

  private let descriptor: Int32
  let linesPerSecond: Int
  private let window = Mutex(Window())

  package init(descriptor: Int32 = 2, linesPerSecond: Int = 100) {
    self.descriptor = descriptor
    self.linesPerSecond = linesPerSecond
  }

  /// Whether a line that may be dropped would be written now. If not it is counted as left out, and need not be made.
  func hasRoom() -> Bool {
    window.withLock { window in
      if Monotonic.now >= window.end || window.written < linesPerSecond { return true }
      window.dropped += 1
      return false
    }
  }

  /// - Parameters:
  ///   - mayBeDropped: whether the line counts towards the limit; warnings and errors do not.
  ///   - dropped: the line that says how many were left out.
  func write(_ line: @autoclosure () -> String, mayBeDropped: Bool, dropped: (Int) -> String) {
    window.withLock { window in
      let now = Monotonic.now
      if now >= window.end {
        if window.dropped > 0 { put(dropped(window.dropped)) }
        window = Window(end: now + 1_000_000_000)
      }
      if mayBeDropped {
        guard window.written < linesPerSecond else {
          window.dropped += 1
          return
        }
        window.written += 1
      }
      put(line())
    }
  }

  private func put(_ line: String) {
    var rest = Array(line.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        Platform.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      // A log that nobody takes is no reason to stop.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
