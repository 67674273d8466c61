import Platform
import Synchronization

/// Writes log lines to a descriptor, at most `linesPerSecond` each second. Lines left out are counted, and one line reports the count.
/// Lines that cannot be written without blocking (a pipe that is not read, a stopped terminal) are left out too: no event loop waits.
package final class LogOutput: Sendable {
  private struct Window {
    var end: UInt64 = 0
    var written = 0
    var dropped = 0
    /// Whether the last line was written only in part, because the rest would have blocked.
    var isCut = false
  }

  private let descriptor: Int32
  let linesPerSecond: Int
  private let window = Mutex(Window())

  package init(descriptor: Int32 = 2, linesPerSecond: Int = 100) {
    self.descriptor = descriptor
    self.linesPerSecond = linesPerSecond
  }

  /// Whether a line that may be dropped would be written now. If not, it is counted as left out, and the caller need not compose it.
  func hasRoom() -> Bool {
    window.withLock { window in
      if Monotonic.now >= window.end || window.written < linesPerSecond { return true }
      window.dropped += 1
      return false
    }
  }

  /// - Parameters:
  ///   - limit: the most lines in the current second; above it, this line is left out. nil for no limit.
  ///   - dropped: returns the line that reports the number of lines left out.
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

  /// - Returns: false if the line would have blocked; true if it was written, or if writing failed.
  private func put(_ line: String, _ window: inout Window) -> Bool {
    var rest = Array((window.isCut ? "\n" + line : line).utf8)[...]
    while !rest.isEmpty {
      guard isReady else { return false }
      // A pipe that is ready takes this many bytes (PIPE_BUF, pipe(7)) without blocking.
      let written = rest.prefix(4_096).withUnsafeBytes { bytes in
        Platform.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if written < 0 && errno == EINTR { continue }
      // A log that cannot be written does not stop the server.
      guard written > 0 else { return true }
      rest = rest.dropFirst(written)
      window.isCut = !rest.isEmpty
    }
    return true
  }

  /// Whether a write would return immediately, with success or an error.
  private var isReady: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, 0) != 0
  }
}
