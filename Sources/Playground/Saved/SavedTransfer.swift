import Foundation
import Logging
import ScenarioStore
import Scenarios

/// Saved scenarios for the command line: the same file that a server may be using at this moment.
public struct SavedTransfer: Sendable {
  /// One line that says what to do.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
  }

  private let saved: SavedScenarios
  private let catalog: Catalog

  /// - Parameter notice: told what must be heard, of a damaged file for example.
  public init(_ configuration: Configuration, notice: @escaping @Sendable (String) -> Void)
    async throws(Failure)
  {
    let log = Logger(label: "transfer", factory: { _ in SwiftLogNoOpLogHandler() })
    catalog = Catalog(
      folder: ScenarioFolder(path: configuration.scenarios), shipped: configuration.shippedFolder,
      sourceLimit: configuration.scenarioLimit, log: log)
    catalog.reload()
    let store = ScenarioStore(
      path: configuration.databasePath, limits: configuration.storeLimits, report: { notice("\($0)") })
    do throws(StoreError) {
      try store.open()
    } catch {
      throw Failure("\(error)")
    }
    saved = SavedScenarios(store: store, catalog: catalog, log: log)
    await saved.refresh()
  }

  /// The text of a scenario, saved or in a file, as it was written.
  public func text(of name: String) throws(Failure) -> [UInt8] {
    let snapshot = catalog.snapshot
    guard let entry = snapshot[name] else {
      let question = NearestNames.question(snapshot.names(near: name))
      throw Failure("no scenario is named '\(name.forSentence)'.\(question)")
    }
    return Array(entry.source.utf8)
  }

  /// All saved scenarios as a .tar.gz archive, and how many they are.
  public func archive() async throws(Failure) -> (bytes: [UInt8], count: Int) {
    do {
      let scenarios = try await saved.store.list()
      return (try ScenarioArchive.pack(scenarios), scenarios.count)
    } catch {
      throw Failure(error)
    }
  }

  /// Saves what a file holds: a .yaml one is saved under its name, an archive's all or none.
  ///
  /// - Returns: lines that say what was done.
  public func take(_ bytes: [UInt8], file: String, refuseExisting: Bool) async throws(Failure) -> [String] {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    do {
      guard
        let stem = [".yaml", ".yml"].first(where: name.hasSuffix).map({ String(name.dropLast($0.count)) })
      else {
        return try await saved.importArchive(bytes, refuseExisting: refuseExisting).lines
      }
      guard let source = String(validating: bytes, as: UTF8.self) else {
        throw Failure("\(file.forSentence) is not UTF-8")
      }
      let version = NewVersion(name: stem, source: source, note: "imported")
      return try await saved.importVersions([version], refuseExisting: refuseExisting).lines
    } catch {
      throw Failure(error)
    }
  }
}

extension SavedTransfer.Failure {
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
