import Platform

/// What a command is given to read: a file, a pipe such as `<(…)`, or standard input.
package struct InputFile: Sendable {
  package let bytes: [UInt8]
  /// As messages call it: its path, or `<stdin>`.
  package let name: String
  /// Whether it is a file with a name that says what is in it.
  package let isRegular: Bool

  /// Stands for standard input.
  package static let standardInput = "-"

  /// Why there is nothing; a reason that stands behind "cannot be read: ".
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    /// Whether there is no such file.
    package let isMissing: Bool

    init(_ description: String, isMissing: Bool = false) {
      self.description = description
      self.isMissing = isMissing
    }
  }

  /// For how long a writer is waited for where a FIFO has none.
  private static let patience: Int32 = 2_000

  /// Reads all of it.
  ///
  /// - Parameter limit: bytes that it may have.
  package init(_ path: String, limit: Int) throws(Failure) {
    if path == Self.standardInput {
      name = "<stdin>"
      isRegular = false
      bytes = try Self.read(0, limit: limit)
      return
    }
    name = path
    // O_NONBLOCK: opening a FIFO would wait for a writer for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(errorText(errno), isMissing: errno == ENOENT) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(errorText(errno)) }
    if status.isFolder { throw Failure("it is a folder") }
    isRegular = status.isRegularFile
    if status.st_mode & S_IFMT == S_IFIFO {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Self.patience) > 0 else { throw Failure("nobody writes into this pipe") }
    }
    bytes = try Self.read(descriptor, limit: limit)
  }

  /// Reads to the end.
  static func read(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { buffer in
        Platform.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&wait, 1, -1)
        continue
      }
      guard count >= 0 else { throw Failure(errorText(errno)) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw Failure("it is longer than \(limit) bytes, the most that it may have")
      }
    }
  }
}
