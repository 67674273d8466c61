import Platform

/// A small file of the data folder that only its owner may read.
struct SecretFile {
  enum Content {
    case none
    /// Not a regular file, or too long.
    case foreign
    /// The text of errno, or another sentence.
    case unreadable(String)
    case bytes([UInt8], isPrivate: Bool)
  }

  private static let sizeLimit = 65_536

  let path: String
  private let folder: String

  init(_ name: String, in folder: String) {
    self.folder = folder
    path = "\(folder.isEmpty ? "." : folder)/\(name)"
  }

  func read() -> Content {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? .none : .unreadable(errorText(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= Self.sizeLimit
    else { return .foreign }
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(descriptor, limit: Self.sizeLimit)
      return .bytes(bytes, isPrivate: status.st_mode & 0o077 == 0)
    } catch {
      return .unreadable("\(error)")
    }
  }

  /// Writes a temporary file and then moves it into place, so that a half-written file is never read, even after a power failure.
  ///
  /// - Parameter isReplacing: whether an existing file is replaced. If not, one of two simultaneous writers wins.
  /// - Returns: errno; nil on success.
  func write(_ bytes: [UInt8], isReplacing: Bool) -> Int32? {
    let draft = "\(path).\(getpid())"
    _ = mkdir(folder, 0o777)
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno }
    let count = Platform.write(descriptor, bytes, bytes.count)
    // A partial write sets no errno: the disk is full.
    var problem: Int32? = count < 0 ? errno : count < bytes.count ? ENOSPC : nil
    if problem == nil, fsync(descriptor) != 0 { problem = errno }
    close(descriptor)
    if problem == nil, (isReplacing ? rename(draft, path) : link(draft, path)) != 0 { problem = errno }
    unlink(draft)
    return problem
  }
}
