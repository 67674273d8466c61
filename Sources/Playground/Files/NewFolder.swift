import Scenarios

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

  /// Why the folder could not be created, in one line.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - path: the folder; it is created if its parent exists.
  ///   - settings: the text of `.env`.
  package init(_ path: String, settings: String) throws(Failure) {
    let base = path == "." ? "" : path.hasSuffix("/") ? path : path + "/"
    do throws(FileMaking.Failure) {
      try FileMaking.makeFolder(path)
      try FileMaking.makeFolder("\(base)scenarios")
      try write("\(base)scenario.schema.json", ScenarioSchema(reserved: .playground).text)
      try write(
        "\(base)scenarios/first.yaml", ScenarioStarter.text(name: "first", schema: "../scenario.schema.json"))
      try write("\(base).env", settings)
    } catch {
      throw Failure(description: error.description)
    }
  }

  private mutating func write(_ path: String, _ text: String) throws(FileMaking.Failure) {
    do throws(FileMaking.Failure) {
      try FileMaking.create(path, bytes: Array(text.utf8))
      written.append(path)
    } catch {
      guard error.isThere else { throw error }
      kept.append(path)
    }
  }
}
