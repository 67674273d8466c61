import Scenarios
import TextForms

/// The text of a scenario, found by an argument of the command line: a file, `-`, or the name of a scenario in the folders.
package struct ScenarioSource: Sendable {
  /// The name of the file in reports of mistakes.
  package let file: String
  package let name: String
  package let text: String

  /// Returns a function that finds the text of a scenario in the folders by its name, for includes.
  package static func resolver(folders: [String], limit: Int) -> (String) -> String? {
    { name in named(name, in: folders, limit: limit)?.text }
  }

  /// - Parameters:
  ///   - argument: `scenarios/counter.yaml`, `-` for standard input, or `counter`.
  ///   - folders: where to look for a scenario by name; the first folder that has it wins.
  /// - Throws: `Failure`, one line with advice on what to do, if no scenario is found.
  package static func find(_ argument: String, in folders: [String], limit: Int) throws(Failure)
    -> ScenarioSource
  {
    let last = argument.split(separator: "/").last.map(String.init) ?? argument
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    do throws(InputFile.Failure) {
      let input = try InputFile(argument, limit: limit)
      guard let text = String(validating: input.bytes, as: UTF8.self) else {
        throw InputFile.Failure("it is not UTF-8")
      }
      // The name of a pipe is unrelated to its content.
      return ScenarioSource(file: input.name, name: input.isRegular ? stem : "stdin", text: text)
    } catch {
      // A folder may have the same name as a scenario.
      let mayBeName = ScenarioFolder.isFolder(argument) && ScenarioName.isValid(argument)
      if !error.isMissing, !mayBeName {
        throw Failure("\(argument.forSentence) cannot be read: \(error)")
      }
    }
    if let source = named(argument, in: folders, limit: limit) { return source }
    let names = Set(folders.flatMap { files(in: ScenarioFolder(path: $0)).map(\.name) })
    let near = NearestNames.question(NearestNames.of(stem, among: names.sorted()))
    throw Failure(
      "there is no file \(argument.forSentence), and no scenario of that name in \(folders.joined(separator: " or ").forSentence).\(near)"
    )
  }

  private static func named(_ name: String, in folders: [String], limit: Int) -> ScenarioSource? {
    for folder in folders.map(ScenarioFolder.init(path:)) {
      guard let file = files(in: folder).first(where: { $0.name == name }),
        case .text(let text, _) = folder.read(file.path, limit: limit)
      else { continue }
      return ScenarioSource(file: folder.displayPath(file.path), name: name, text: text)
    }
    return nil
  }

  private static func files(in folder: ScenarioFolder) -> [ScenarioFile] {
    folder.list().files.keys.sorted().map(ScenarioFile.init(path:))
  }
}
