import Platform

/// Standard output and standard error, unbuffered.
///
/// If the reader of standard output has exited (`sse-playground play counter | head`), SIGPIPE ends the process, as it does other tools.
/// Any other failure to write is reported and gives exit status 1, because the output is incomplete.
enum Output {
  static func print(_ text: String) { write(Array((text + "\n").utf8)) }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// Writes `error: ` and one line to standard error.
  static func complain(_ text: String) { put(Array("error: \(text)\n".utf8), to: 2) }

  static func warn(_ text: String) { put(Array("warning: \(text)\n".utf8), to: 2) }

  /// Writes lines to standard error, without a prefix.
  static func complain(lines: String) { put(Array((lines + "\n").utf8), to: 2) }

  static func leave(_ status: Int32) -> Never { exit(status) }

  static func write(_ bytes: [UInt8]) {
    let failure = put(bytes, to: 1)
    if failure == 0 { return }
    if failure == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    complain("standard output cannot be written: \(errorText(failure))")
    exit(1)
  }

  /// - Returns: errno, or 0 if everything was written.
  @discardableResult
  private static func put(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        Platform.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
        continue
      }
      guard count > 0 else { return count == 0 ? EIO : errno }
      rest = rest.dropFirst(count)
    }
    return 0
  }
}
