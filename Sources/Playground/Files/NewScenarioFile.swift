import Platform
import Scenarios
import TextForms

/// A scenario file to start with.
package struct NewScenarioFile: Sendable {
  package let path: String

  /// Why no file was created; one line that says what to do.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Writes `folder/name.yaml`, and creates the folder if it is missing. Never changes an existing file.
  package static func make(_ name: String, in folder: String, limit: Int) throws(Failure) -> NewScenarioFile {
    guard ScenarioName.isValid(name) else {
      throw Failure(
        description:
          "'\(name.forSentence)' is no name: 1 to 64 characters of a to z, 0 to 9 and '-', the first no '-'")
    }
    do throws(FileMaking.Failure) {
      try FileMaking.makeFolder(folder)
    } catch {
      throw Failure(description: error.description)
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

  /// The schema next to the folder, or else the address at which a playground serves it.
  private static func schema(for folder: String) -> String {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return ["../scenario.schema.json", "../docs/scenario.schema.json"].first { access(base + $0, R_OK) == 0 }
      ?? "http://127.0.0.1:8000/scenario.schema.json"
  }

  private static func create(_ path: String, bytes: [UInt8]) throws(Failure) {
    do throws(FileMaking.Failure) {
      try FileMaking.create(path, bytes: bytes)
    } catch {
      throw Failure(
        description: error.isThere
          ? "\(path.forSentence) is there already; choose another name" : error.description)
    }
  }
}
