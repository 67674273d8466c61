import Platform

/// The key that cookies are signed with: 32 bytes in a file of the data folder that only its owner may read. Whoever signed in
/// stays so when the server starts again; without the file all have to sign in anew.
enum SigningKey {
  static let fileName = "sign-in.key"
  private static let length = 32

  /// - Parameters:
  ///   - folder: is made if it is not there.
  ///   - report: told in a sentence why the key will not outlive this process.
  static func load(folder: String, report: (String) -> Void) -> [UInt8] {
    let path = "\(folder.isEmpty ? "." : folder)/\(fileName)"
    if let key = read(path, report) { return key }
    let key = [UInt8].random(count: length)
    _ = mkdir(folder, 0o777)
    // Written under another name and then linked: nobody ever reads half a key, and of two servers that start at once one wins.
    let draft = "\(path).\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      report(
        "\(path) cannot be written (\(String(cString: strerror(errno)))): a restart will sign everybody out")
      return key
    }
    let isWritten = write(descriptor, key, key.count) == key.count && fsync(descriptor) == 0
    close(descriptor)
    let isLinked = isWritten && link(draft, path) == 0
    let problem = errno
    unlink(draft)
    if isLinked { return key }
    if let other = read(path, report) { return other }
    report(
      "\(path) cannot be written (\(String(cString: strerror(problem)))): a restart will sign everybody out")
    return key
  }

  /// nil if there is no key that can be trusted; one that others may have read is removed.
  private static func read(_ path: String, _ report: (String) -> Void) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var key = [UInt8](repeating: 0, count: length + 1)
    let count = Int(readBytes(descriptor, &key))
    if count == length, status.st_mode & 0o077 == 0 { return Array(key[..<length]) }
    report(
      count == length
        ? "\(path) could be read by others: it is replaced, and everybody has to sign in anew"
        : "\(path) does not hold a key: it is replaced, and everybody has to sign in anew")
    unlink(path)
    return nil
  }

  private static func readBytes(_ descriptor: Int32, _ key: inout [UInt8]) -> Int {
    key.withUnsafeMutableBytes { buffer in
      Platform.read(descriptor, buffer.baseAddress, buffer.count)
    }
  }
}
