import Platform

/// The key that cookies are signed with: 32 bytes in a file of the data folder that only its owner may read. Sign-ins survive
/// a restart of the server; without the file, everybody has to sign in again.
enum SigningKey {
  static let fileName = "sign-in.key"
  private static let length = 32

  /// - Parameters:
  ///   - folder: created if it does not exist.
  ///   - report: receives a sentence if a stored key is replaced, or if the new one will not outlive this process.
  static func load(folder: String, report: (String) -> Void) -> [UInt8] {
    let file = SecretFile(fileName, in: folder)
    if let key = read(file, report) { return key }
    let key = [UInt8].random(count: length)
    guard let problem = file.write(key, isReplacing: false) else { return key }
    if let other = read(file, report) { return other }
    report("\(file.path) cannot be written (\(errorText(problem))): a restart will sign everybody out")
    return key
  }

  /// Returns nil if there is no key, or none that can be trusted. A file that others may have read, or that holds no key, is removed.
  private static func read(_ file: SecretFile, _ report: (String) -> Void) -> [UInt8]? {
    guard case .bytes(let key, let isPrivate) = file.read() else { return nil }
    if key.count == length, isPrivate { return key }
    report(
      key.count == length
        ? "\(file.path) could be read by others: it is replaced, and everybody has to sign in anew"
        : "\(file.path) does not hold a key: it is replaced, and everybody has to sign in anew")
    unlink(file.path)
    return nil
  }
}
