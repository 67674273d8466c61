import Logging
import Scenarios
import TextForms

/// The mistakes in scenario files, as `sse-playground check` reports them.
package struct ScenarioCheck: Sendable {
  package struct File: Sendable {
    package let name: String
    package let report: MistakeReport
    package let isValid: Bool
    /// Why there is no text to check; nil if there is a text.
    package var failure: String?
    package private(set) var estimate: Scenario.Estimate?
    package let title: String
    /// The scenario's own `path`, with its parameters in braces.
    package private(set) var address: String?
    /// The path that plays it, for example `/play/counter`.
    package private(set) var play: String?
    /// Whether each request draws its own seed; the report is then that of seed 1.
    package private(set) var drawsSeed = false
    /// The HTTP method to request it with.
    package private(set) var method = "GET"
    /// Where it comes from: its file, or the database that it is saved in.
    package var origin: String
  }

  package var files: [File]
  /// The files in the folder that look like scenarios but do not play, with the reason.
  package private(set) var leftOut: [(file: String, reason: String)] = []

  package var isValid: Bool { files.allSatisfy(\.isValid) }

  /// - Parameter argument: a file, `-` for standard input, the name of a scenario in the scenario folders, or a folder, whose
  ///   files are also checked against each other.
  package init(_ argument: String, _ configuration: Configuration) {
    if ScenarioFolder.isFolder(argument) {
      self.init(folder: argument, configuration)
      return
    }
    let (folders, limit) = (configuration.scenarioFolders, configuration.scenarioLimit)
    do throws(Failure) {
      let source = try ScenarioSource.find(argument, in: folders, limit: limit)
      var file = ScenarioFile(path: source.name + ".yaml")
      file.take(.text(source.text, FileStamp()))
      file.compile(displayPath: source.file, resolve: ScenarioSource.resolver(folders: folders, limit: limit))
      let catalog = Catalog(silent: configuration.scenarios, configuration)
      self.init(files: [File(catalog.entry(checking: file, displayPath: source.file))])
    } catch {
      self.init(files: [File(argument, failure: error.description)])
    }
  }

  private init(files: [File]) { self.files = files }

  /// Checks all files of a folder and, with `shipped`, the scenarios that came with the program, which rank below them.
  package init(folder: String, shipped: String? = nil, _ configuration: Configuration) {
    let catalog = Catalog(silent: folder, shipped: shipped, configuration)
    catalog.reload()
    self.init(catalog)
  }

  /// Checks all scenarios of a catalog.
  init(_ catalog: Catalog) {
    files = catalog.snapshot.entries.map { File($0) }
    leftOut = catalog.leftOut
  }

  /// Returns the results as JSON, for programs:
  ///
  ///     {"valid":…,"files":[{"file":…,"valid":…,"mistakes":[…]}],"leftOut":[{"file":…,"reason":…}]}
  package static func json(_ checks: [ScenarioCheck]) -> String {
    let value: JSONValue = [
      "valid": .bool(checks.allSatisfy(\.isValid)),
      "files": .array(
        checks.flatMap(\.files).map { file in
          [
            "file": .string(file.report.file), "valid": .bool(file.isValid),
            "mistakes": .array(file.report.mistakes.map(\.json)),
          ]
        }),
      "leftOut": .array(
        checks.flatMap(\.leftOut).map { ["file": .string($0.file), "reason": .string($0.reason)] }),
    ]
    return String(decoding: value.bytes, as: UTF8.self)
  }
}

extension Catalog {
  /// A catalog for a command, which reports mistakes by itself: nothing is logged.
  ///
  /// - Parameters:
  ///   - folder: the folder of scenario files.
  ///   - shipped: the folder of scenarios that came with the program; nil to leave them out.
  convenience init(silent folder: String, shipped: String? = nil, _ configuration: Configuration) {
    self.init(
      folder: ScenarioFolder(path: folder), shipped: shipped.map(ScenarioFolder.init(path:)),
      sourceLimit: configuration.scenarioLimit, log: .silent, isPage: Pages.isPage(in: configuration.pages))
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
    drawsSeed = entry.scenario?.drawsSeed ?? false
    method = entry.scenario?.client?.method ?? "GET"
    origin = entry.file ?? "saved"
  }

  /// A file that cannot be read.
  fileprivate init(_ argument: String, failure: String) {
    let file = argument == InputFile.standardInput ? "<stdin>" : argument
    name = file
    report = MistakeReport(file: file, mistakes: [MistakeReport.Entry(failure, at: .start, of: "")])
    isValid = false
    self.failure = failure
    title = file
    origin = file
  }
}
