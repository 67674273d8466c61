import Scenarios

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A scenario file that somebody begins with.
public struct NewScenarioFile: Sendable {
  public let path: String

  /// Why there is none; one line that says what to do.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Writes `folder/name.yaml`, and the folder if there is none. Never touches a file that is there.
  public static func make(_ name: String, in folder: String, limit: Int) throws(Failure) -> NewScenarioFile {
    guard ScenarioName.isValid(name) else {
      throw Failure(
        description:
          "'\(name.forSentence)' is no name: 1 to 64 characters of a to z, 0 to 9 and '-', the first no '-'")
    }
    if !ScenarioFolder.isFolder(folder), mkdir(folder, 0o777) != 0 {
      throw Failure(
        description: "the folder \(folder.forSentence) cannot be made: \(String(cString: strerror(errno)))")
    }
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + name + ".yaml"
    let same = ScenarioFolder(path: folder).list().files.keys.sorted().first {
      ScenarioFile(path: $0).name == name
    }
    if let same {
      throw Failure(
        description:
          "a scenario named \(name) is in \(ScenarioFolder(path: folder).displayPath(same)) already; choose another name"
      )
    }
    try create(path, bytes: Array(ScenarioStarter.text(name: name, schema: schema(for: folder)).utf8))
    return NewScenarioFile(path: path)
  }

  /// The schema beside the folder, or else where a playground serves it.
  private static func schema(for folder: String) -> String {
    let besides = (folder.hasSuffix("/") ? folder : folder + "/") + "../docs/scenario.schema.json"
    return access(besides, R_OK) == 0
      ? "../docs/scenario.schema.json" : "http://127.0.0.1:8000/scenario.schema.json"
  }

  private static func create(_ path: String, bytes: [UInt8]) throws(Failure) {
    func failure(_ doing: String) -> Failure {
      if errno == EEXIST {
        return Failure(description: "\(path.forSentence) is there already; choose another name")
      }
      return Failure(
        description: "\(path.forSentence) cannot be \(doing): \(String(cString: strerror(errno)))")
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("made") }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = failure("written")
        unlink(path)
        throw reason
      }
      rest = rest.dropFirst(count)
    }
  }
}
