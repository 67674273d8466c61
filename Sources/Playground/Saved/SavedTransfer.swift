import Foundation
import Logging
import ScenarioStore
import Scenarios
import TextForms

/// Saved scenarios for the command line, in a database that a server may be using at the same time.
package struct SavedTransfer: Sendable {
  private let saved: SavedScenarios
  private let catalog: Catalog

  /// - Parameter notice: called with warnings for the user, such as that the database is damaged.
  /// - Throws: `Failure` if the database cannot be opened.
  package init(_ configuration: Configuration, notice: @escaping @Sendable (String) -> Void)
    async throws(Failure)
  {
    catalog = Catalog(
      silent: configuration.scenarios, shipped: configuration.shippedScenarios, configuration)
    catalog.reload()
    let store = ScenarioStore(
      path: configuration.databasePath, limits: configuration.storeLimits, report: { notice("\($0)") })
    do throws(StoreError) {
      try store.open()
    } catch {
      throw Failure("\(error)")
    }
    saved = SavedScenarios(store: store, catalog: catalog, log: .silent)
    await saved.refresh()
  }

  /// Lists all scenarios, files and saved ones. Creates no database if there is none.
  ///
  /// - Throws: `Failure` if the database cannot be opened or read.
  package static func list(_ configuration: Configuration, notice: @escaping @Sendable (String) -> Void)
    async throws(Failure) -> ScenarioCheck
  {
    guard FileManager.default.fileExists(atPath: configuration.databasePath) else {
      return ScenarioCheck(
        folder: configuration.scenarios, shipped: configuration.shippedScenarios, configuration)
    }
    let transfer = try await SavedTransfer(configuration, notice: notice)
    if let trouble = await transfer.saved.troubleOfReading { throw Failure("\(trouble)") }
    var list = ScenarioCheck(transfer.catalog)
    for index in list.files.indices where list.files[index].origin == "saved" {
      list.files[index].origin = "saved in \(configuration.databasePath)"
    }
    return list
  }

  /// - Returns: the text of a scenario, saved or in a file, as it was written.
  /// - Throws: `Failure` if no scenario has the name.
  package func text(of name: String) throws(Failure) -> [UInt8] {
    let snapshot = catalog.snapshot
    guard let entry = snapshot[name] else {
      let question = NearestNames.question(snapshot.names(near: name, for: Viewer(seesAll: true)))
      throw Failure("no scenario is named '\(name.forSentence)'.\(question)")
    }
    return Array(entry.source.utf8)
  }

  /// - Returns: all saved scenarios as a .tar.gz archive, and their number.
  /// - Throws: `Failure` if the database cannot be read.
  package func archive() async throws(Failure) -> (bytes: [UInt8], count: Int) {
    do {
      let scenarios = try await saved.store.list()
      return (try ScenarioArchive.pack(scenarios), scenarios.count)
    } catch {
      throw Failure(error)
    }
  }

  /// Saves the contents of a file or of standard input: one scenario, or all scenarios of an archive (or none of them).
  ///
  /// - Parameter name: the name of a single scenario; nil to take it from the file's name.
  /// - Returns: lines of text about the result, one per scenario.
  /// - Throws: `Failure` if the file cannot be read or is neither a scenario nor an archive, or a text is refused. Nothing is saved then.
  package func importFile(_ file: String, name: String?, refuseExisting: Bool) async throws(Failure)
    -> [String]
  {
    do {
      let input: InputFile
      do throws(InputFile.Failure) {
        input = try InputFile(file, limit: ScenarioArchive.byteLimit)
      } catch {
        let folder = "; name its files, such as \(file.forSentence)/*.yaml, or an archive"
        throw Failure("it cannot be read: \(error)\(ScenarioFolder.isFolder(file) ? folder : "")")
      }
      if Self.isArchive(input.bytes) {
        return try await saved.importArchive(input.bytes, refuseExisting: refuseExisting).lines
      }
      guard let name = name ?? (input.isRegular ? Self.stem(of: file) : nil) else {
        throw Failure(
          input.isRegular
            ? "it is not a .tar.gz archive, and its name does not end in .yaml; say with --name what the scenario is called"
            : "say with --name what the scenario is called")
      }
      guard let source = String(validating: input.bytes, as: UTF8.self) else {
        throw Failure("it is not UTF-8")
      }
      let version = NewVersion(name: name, source: source, note: "imported")
      return try await saved.importVersions([version], refuseExisting: refuseExisting).lines
    } catch {
      throw Failure(error)
    }
  }
}

extension SavedTransfer {
  /// Whether the bytes are an archive, plain or compressed: gzip begins with 1F 8B, and tar has `ustar` at byte 257.
  /// <https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1>
  fileprivate static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x1F, 0x8B]) || bytes.dropFirst(257).starts(with: "ustar".utf8)
  }

  /// Returns the file's name without the extension `.yaml`, `.yml` or `.json`; nil if it has none of these.
  fileprivate static func stem(of file: String) -> String? {
    let name = file.split(separator: "/").last ?? ""
    return [".yaml", ".yml", ".json"].first { name.lowercased().hasSuffix($0) }.map {
      String(name.dropLast($0.count))
    }
  }
}

extension Failure {
  fileprivate init(_ error: any Error) {
    self = error as? Self ?? Self(Refusal(error).detail)
  }
}

extension ImportReport {
  fileprivate var lines: [String] {
    let groups = [
      ("saved", created), ("saved a next version of", updated), ("already there", unchanged),
      ("no scenario", skipped),
    ]
    return groups.flatMap { word, names in names.map { "\(word): \($0)" } }
  }
}

struct ImportReport: Hashable, Sendable {
  var created: [String] = []
  var updated: [String] = []
  /// Scenarios that were saved with the same text already.
  var unchanged: [String] = []
  var skipped: [String] = []

  var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    return [
      "created": list(created), "updated": list(updated), "unchanged": list(unchanged),
      "skipped": list(skipped),
    ]
  }
}
