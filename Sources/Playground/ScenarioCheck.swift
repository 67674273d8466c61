import Logging
import Scenarios

/// What is wrong with scenario files, as `sse-playground check` says it.
public struct ScenarioCheck: Sendable {
  public struct File: Sendable {
    public let name: String
    public let report: MistakeReport
    public let isValid: Bool
    public let estimate: Scenario.Estimate?
    public let title: String
    public let address: String?
    public let play: String?
  }

  public let files: [File]

  public var isValid: Bool { files.allSatisfy(\.isValid) }

  /// - Parameter argument: a file, the name of a scenario in one of `folders`, or a folder, whose files are held against
  ///   each other too.
  public init(_ argument: String, folders: [String], limit: Int) throws(ScenarioSource.NotFound) {
    if ScenarioFolder.isFolder(argument) {
      self.init(folder: argument, limit: limit)
      return
    }
    let source = try ScenarioSource.find(argument, in: folders, limit: limit)
    var file = ScenarioFile(path: source.name + ".yaml")
    file.take(.text(source.text, FileStamp()))
    file.compile(displayPath: source.file, resolve: ScenarioSource.resolver(folders: folders, limit: limit))
    var entry = CatalogEntry(
      name: source.name, origin: .file, file: source.file, source: source.text, scenario: file.scenario,
      isPlayable: true, address: file.scenario?.path, mistakes: file.mistakes, updated: 0)
    if !ScenarioName.isValid(source.name) {
      entry.mistakes.insert(
        MistakeReport.Entry(CatalogIndex.nameRule, at: .start, of: source.text), at: 0)
    }
    self.init(files: [File(entry)])
  }

  private init(files: [File]) { self.files = files }

  /// All files of a folder, and what came with the program behind them.
  public init(folder: String, shipped: String? = nil, limit: Int) {
    let catalog = Catalog(
      folder: ScenarioFolder(path: folder), shipped: shipped.map(ScenarioFolder.init(path:)),
      sourceLimit: limit,
      log: Logger(label: "check", factory: { _ in SwiftLogNoOpLogHandler() }))
    catalog.reload()
    self.init(files: catalog.snapshot.entries.map(File.init))
  }

  /// For programs: `{"valid":…,"files":[{"file":…,"valid":…,"mistakes":[…]}]}`.
  public static func json(_ checks: [ScenarioCheck]) -> String {
    let files = checks.flatMap(\.files)
    let value: JSONValue = [
      "valid": .bool(files.allSatisfy(\.isValid)),
      "files": .array(
        files.map { file in
          [
            "file": .string(file.report.file), "valid": .bool(file.isValid),
            "mistakes": .array(file.report.mistakes.map(\.json)),
          ]
        }),
    ]
    return String(decoding: value.bytes, as: UTF8.self)
  }
}

extension ScenarioCheck.File {
  init(_ entry: CatalogEntry) {
    name = entry.name
    report = MistakeReport(file: entry.file ?? entry.name, mistakes: entry.mistakes)
    isValid = entry.isValid
    estimate = entry.scenario?.estimate
    title = entry.scenario?.title ?? entry.name
    address = entry.address?.description
    play = entry.play
  }
}
