/// The text of a scenario, found by what somebody typed: a file, or the name of a scenario in the folder.
public struct ScenarioSource: Sendable {
  /// As mistakes call it.
  public let file: String
  public let name: String
  public let text: String

  /// Gives the texts of a folder's scenarios by their names, to be included.
  public static func resolver(folder: String, limit: Int) -> (String) -> String? {
    let scenarios = ScenarioFolder(path: folder)
    return { name in
      let files = scenarios.list().files.keys.sorted().map(ScenarioFile.init(path:))
      guard let file = files.first(where: { $0.name == name }),
        case .text(let text, _) = scenarios.read(file.path, limit: limit)
      else { return nil }
      return text
    }
  }

  /// What was typed leads to no scenario; one line that says what to do.
  public struct NotFound: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameters:
  ///   - argument: `scenarios/counter.yaml`, or `counter`.
  ///   - folder: where scenarios are that are called by name.
  public static func find(_ argument: String, in folder: String, limit: Int) throws(NotFound)
    -> ScenarioSource
  {
    let name = argument.split(separator: "/").last.map(String.init) ?? argument
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    switch ScenarioFolder.read(argument, limit: limit) {
    case .text(let text, _): return ScenarioSource(file: argument, name: stem, text: text)
    case .unreadable(let why): throw NotFound(description: "\(argument.forSentence) cannot be read: \(why)")
    case .gone: break
    }
    let scenarios = ScenarioFolder(path: folder)
    let files = scenarios.list().files.keys.sorted().map(ScenarioFile.init(path:))
    if let file = files.first(where: { $0.name == argument }),
      case .text(let text, _) = scenarios.read(file.path, limit: limit)
    {
      return ScenarioSource(file: scenarios.displayPath(file.path), name: file.name, text: text)
    }
    let near = NearestNames.question(NearestNames.of(stem, among: files.map(\.name)))
    throw NotFound(
      description:
        "there is no file \(argument.forSentence), and no scenario of that name in \(folder).\(near)")
  }
}
