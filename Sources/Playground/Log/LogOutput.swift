import Platform
import Synchronization

/// Where log lines go, at most so many a second: what is above is counted and said in one line. So is what nobody takes: a pipe that is not read,
/// or a terminal that is stopped, keeps no event loop waiting.
package final class LogOutput: Sendable {
  private struct Window {
    var end: UInt64 = 0
    var written = 0
    var dropped = 0
    /// What was written last is a line without its end: there was no room for the rest.
    var isCut = false
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
  ///   - limit: lines of this second behind which this one is left out; nil if it never is.
  ///   - dropped: the line that says how many were left out.
  func write(_ line: @autoclosure () -> String, limit: Int?, dropped: (Int) -> String) {
    window.withLock { window in
      let now = Monotonic.now
      if now >= window.end {
        if window.dropped > 0, put(dropped(window.dropped), &window) { window.dropped = 0 }
        (window.end, window.written) = (now + 1_000_000_000, 0)
      }
      if let limit {
        guard window.written < limit else {
          window.dropped += 1
          return
        }
        window.written += 1
      }
      if !put(line(), &window) { window.dropped += 1 }
    }
  }

  /// - Returns: whether the line was written, or nothing will ever be.
  private func put(_ line: String, _ window: inout Window) -> Bool {
    var rest = Array((window.isCut ? "\n" + line : line).utf8)[...]
    while !rest.isEmpty {
      guard isReady else { return false }
      // A pipe that is ready takes so much at once (PIPE_BUF, pipe(7)) without waiting.
      let written = rest.prefix(4_096).withUnsafeBytes { bytes in
        Platform.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if written < 0 && errno == EINTR { continue }
      // A log that nobody takes is no reason to stop.
      guard written > 0 else { return true }
      rest = rest.dropFirst(written)
      window.isCut = !rest.isEmpty
    }
    return true
  }

  /// Whether something can be written without waiting, or that it cannot be written at all is told at once.
  private var isReady: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, 0) != 0
  }
}
