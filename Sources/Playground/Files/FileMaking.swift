import Platform

/// Creates starter files and folders, and never changes existing ones.
enum FileMaking {
  struct Failure: Error, CustomStringConvertible {
    /// Whether something with that name exists already.
    let isThere: Bool
    let description: String

    fileprivate init(_ path: String, cannotBe doing: String) {
      isThere = errno == EEXIST
      description = "\(path.forSentence) cannot be \(doing): \(errorText(errno))"
    }
  }

  static func makeFolder(_ path: String) throws(Failure) {
    if !ScenarioFolder.isFolder(path), mkdir(path, 0o777) != 0 {
      throw Failure("the folder \(path)", cannotBe: "made")
    }
  }

  static func create(_ path: String, bytes: [UInt8]) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(path, cannotBe: "made") }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = Failure(path, cannotBe: "written")
        unlink(path)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
  }
}
