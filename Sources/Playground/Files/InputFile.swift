import Platform

/// The input of a command: a file, a pipe such as `<(…)`, or standard input.
package struct InputFile: Sendable {
  package let bytes: [UInt8]
  /// The name in messages: the path, or `<stdin>`.
  package let name: String
  /// Whether it is a regular file, whose name can serve as the scenario's name.
  package let isRegular: Bool

  /// The argument that means standard input.
  package static let standardInput = "-"

  /// Why the input cannot be read. The description is a reason to put after "cannot be read: ".
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    /// Whether the file does not exist.
    package let isMissing: Bool

    init(_ description: String, isMissing: Bool = false) {
      self.description = description
      self.isMissing = isMissing
    }
  }

  /// How long to wait for a writer of a FIFO, in milliseconds.
  private static let patience: Int32 = 2_000

  /// Reads the whole input.
  ///
  /// - Parameter limit: the most bytes that it may have.
  /// - Throws: ``Failure`` if it is missing, unreadable, a folder or too long, or if nothing writes into a pipe for two seconds.
  package init(_ path: String, limit: Int) throws(Failure) {
    if path == Self.standardInput {
      name = "<stdin>"
      isRegular = false
      bytes = try Self.read(0, limit: limit)
      return
    }
    name = path
    // O_NONBLOCK: opening a FIFO would wait for a writer forever.
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

  /// Reads a descriptor to its end.
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
