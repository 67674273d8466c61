import Platform
import Scenarios
import TextForms

/// A folder to start with: a scenario, its schema for editors, and the settings.
///
///     scenarios/first.yaml
///     scenario.schema.json
///     .env
package struct NewFolder: Sendable {
  /// The files that were written, as paths from the working folder.
  package private(set) var written: [String] = []
  /// The files that existed already and were left unchanged.
  package private(set) var kept: [String] = []

  /// - Parameters:
  ///   - path: the folder; it is created if its parent exists.
  ///   - settings: the text of `.env`.
  /// - Throws: `Failure` if a folder or a file cannot be created or written.
  package init(_ path: String, settings: String) throws(Failure) {
    let base = path == "." ? "" : path.hasSuffix("/") ? path : path + "/"
    try StarterFiles.makeFolder(path)
    try StarterFiles.makeFolder("\(base)scenarios")
    try write("\(base)scenario.schema.json", ScenarioSchema(reserved: .playground).text)
    try write(
      "\(base)scenarios/first.yaml", ScenarioStarter.text(name: "first", schema: "../scenario.schema.json"))
    try write("\(base).env", settings)
  }

  private mutating func write(_ path: String, _ text: String) throws(Failure) {
    if try StarterFiles.create(path, text) { written.append(path) } else { kept.append(path) }
  }
}

/// A scenario file to start with.
package enum NewScenarioFile {
  /// Writes `folder/name.yaml`, and creates the folder if it is missing. Never changes an existing file.
  ///
  /// - Returns: the file's path.
  /// - Throws: `Failure` if the name is not valid or is taken in the folder, or the file cannot be written.
  package static func make(_ name: String, in folder: String) throws(Failure) -> String {
    guard ScenarioName.isValid(name) else {
      throw Failure(
        "'\(name.forSentence)' is not a name: \(ScenarioName.rule)")
    }
    try StarterFiles.makeFolder(folder)
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    let path = base + name + ".yaml"
    let same = ScenarioFolder(path: folder).list().files.keys.sorted().first {
      ScenarioFile(path: $0).name == name
    }
    if let same {
      throw Failure(
        "a scenario named \(name) is in \(ScenarioFolder(path: folder).displayPath(same)) already; choose another name"
      )
    }
    guard try StarterFiles.create(path, ScenarioStarter.text(name: name, schema: schema(for: base))) else {
      throw Failure("\(path.forSentence) is there already; choose another name")
    }
    return path
  }

  /// The schema next to the folder, or else the address at which a playground serves it.
  private static func schema(for base: String) -> String {
    ["../scenario.schema.json", "../docs/scenario.schema.json"].first { access(base + $0, R_OK) == 0 }
      ?? "http://127.0.0.1:8000/scenario.schema.json"
  }
}

/// Creates files and folders, and never changes existing ones.
private enum StarterFiles {
  static func makeFolder(_ path: String) throws(Failure) {
    if !ScenarioFolder.isFolder(path), mkdir(path, 0o777) != 0 {
      throw failure("the folder \(path)", cannotBe: "made")
    }
  }

  /// - Returns: false if something with that name exists already.
  static func create(_ path: String, _ text: String) throws(Failure) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw failure(path, cannotBe: "made")
    }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = failure(path, cannotBe: "written")
        unlink(path)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The failure of the last system call, with the text of errno.
  private static func failure(_ path: String, cannotBe doing: String) -> Failure {
    Failure("\(path.forSentence) cannot be \(doing): \(errorText(errno))")
  }
}
