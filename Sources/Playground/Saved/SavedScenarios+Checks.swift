import Archives
import ScenarioStore
import Scenarios
import TextForms

/// Checks against the catalog before something is saved.
extension SavedScenarios {
  /// Returns the version with the address that its text declares. Throws unless the text is valid and its name and address are free.
  nonisolated func checked(_ version: NewVersion) throws(Refusal) -> NewVersion {
    guard ScenarioName.isSavedName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
    let scenario = try Scenario.checked(
      version.source, name: version.name, limit: store.limits.source,
      resolve: catalog.sources(for: version.name), compiled: compiled)
    // A participant's scenario has no address, so it cannot conflict with one.
    let address = ScenarioName.owner(of: version.name) == nil ? scenario.path : nil
    if let conflict = catalog.conflict(savingAs: version.name, address: address) {
      throw .conflict(conflict)
    }
    var version = version
    version.address = address?.shape
    return version
  }

  /// - Throws: `CancellationError` if the task was cancelled: compiling the texts of an archive may take long.
  nonisolated func checked(_ versions: [NewVersion]) throws -> [NewVersion] {
    let sources = Dictionary(versions.map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    var reports: [MistakeReport] = []
    var conflicts: [String] = []
    var owners: [String: String] = [:]
    var checked: [NewVersion] = []
    for var version in versions {
      try Task.checkCancellation()
      guard ScenarioName.isSavedName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
      guard version.source.utf8.count <= store.limits.source else {
        throw Refusal(.contentTooLarge, "'\(version.name)' has more than \(store.limits.source) bytes.")
      }
      do throws(ScenarioMistakes) {
        let snapshot = catalog.snapshot
        let scenario = try compiled.load(
          name: version.name, source: version.source,
          resolve: Catalog.resolver(for: version.name) { sources[$0] ?? snapshot[$0]?.source })
        let address = ScenarioName.owner(of: version.name) == nil ? scenario.path : nil
        if let conflict = catalog.conflict(savingAs: version.name, address: address) {
          conflicts.append(conflict)
        }
        if let address {
          if let other = owners[address.shape] {
            conflicts.append("'\(version.name)' and '\(other)' both want the address \(address)")
          }
          owners[address.shape] = owners[address.shape] ?? version.name
        }
        version.address = address?.shape
        checked.append(version)
      } catch {
        reports.append(error.report)
        // The limit for the mistakes of one text also applies to those of all texts together.
        let told = reports.reduce(0) { $0 + $1.mistakes.count { $0.severity == .error } }
        if told > MistakeReport.limit { throw Refusal.mistakes(reports) }
      }
    }
    guard reports.isEmpty else { throw Refusal.mistakes(reports) }
    guard conflicts.isEmpty else { throw Refusal.conflict(conflicts.joined(separator: "; ")) }
    return checked
  }

  /// Whether a file has taken a saved scenario's name, so that the saved one cannot be played and holds no address.
  nonisolated var isHidden: @Sendable (String) -> Bool {
    { [catalog] name in catalog.snapshot[name]?.origin == .file }
  }

  nonisolated func refuseFile(_ name: String) throws(Refusal) {
    guard let entry = catalog.snapshot[name], entry.origin == .file else { return }
    throw Refusal(
      .conflict, "'\(name)' is the file \(entry.file ?? name): edit, rename or delete it on disk.")
  }
}

extension SavedScenarios {
  /// Saves every scenario of an archive that is not already saved with the same text: all or none.
  ///
  /// - Parameters:
  ///   - owner: the participant who imports the archive and gets its scenarios; nil to keep the names as they are.
  ///   - session: the participant's session.
  ///   - refuseExisting: whether the archive is refused if one of its names is saved with another text.
  func importArchive(
    _ archive: [UInt8], for owner: String? = nil, by session: String? = nil, refuseExisting: Bool
  ) async throws -> ImportReport {
    // An archive larger than a participant's quota is not unpacked.
    let limit = owner == nil ? ScenarioArchive.byteLimit : store.limits.ownBytes + ScenarioArchive.overhead
    return try await imports.take {
      try Task.checkCancellation()
      let contents: ScenarioArchive.Contents
      do {
        contents = try ScenarioArchive.unpack(archive, limit: limit, for: owner, note: "imported")
      } catch let error as ArchiveError {
        throw Refusal(.unprocessableContent, "The archive is refused: \(error.description.forSentence).")
      }
      return try await self.importVersions(
        contents.versions, skipped: contents.skipped, by: session, refuseExisting: refuseExisting)
    }
  }

  func importVersions(
    _ versions: [NewVersion], skipped: [String] = [], by session: String? = nil, refuseExisting: Bool
  ) async throws -> ImportReport {
    let known = Dictionary(
      try await store.list().map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    var report = ImportReport(skipped: skipped)
    var wanted: [NewVersion] = []
    for version in versions {
      switch known[version.name] {
      case nil: report.created.append(version.name)
      case let source? where Array(source.utf8) == Array(version.source.utf8):
        report.unchanged.append(version.name)
        continue
      default: report.updated.append(version.name)
      }
      wanted.append(version)
    }
    if refuseExisting, !report.updated.isEmpty {
      throw Refusal.conflict("other texts are saved as \(report.updated.joined(separator: ", "))")
    }
    try refuseTooMuch(wanted)
    if !wanted.isEmpty { try await save(all: wanted, by: session) }
    return report
  }

  /// Refuses versions that would exceed the limits even if nothing were saved yet, before their texts are compiled.
  private nonisolated func refuseTooMuch(_ versions: [NewVersion]) throws(StoreError) {
    let limits = store.limits
    guard versions.count <= limits.scenarios else { throw .tooMany(limit: limits.scenarios) }
    for (owner, own) in Dictionary(grouping: versions, by: { ScenarioName.owner(of: $0.name) }) {
      let bytes = own.reduce(0) { $0 + $1.source.utf8.count }
      guard let owner else {
        guard bytes <= limits.bytes else { throw .outOfSpace(limit: limits.bytes) }
        continue
      }
      guard own.count <= limits.ownScenarios else {
        throw .tooManyOwn(owner: owner, limit: limits.ownScenarios)
      }
      guard bytes <= limits.ownBytes else { throw .outOfOwnSpace(owner: owner, limit: limits.ownBytes) }
    }
  }
}

extension Scenario {
  /// Compiles a text from a request.
  ///
  /// - Throws: 413 if it is too long, 422 with all mistakes and their places.
  ///
  /// - Parameter compiled: keeps the result for the catalog.
  static func checked(
    _ source: String, name: String, limit: Int, resolve: (String) -> String?, compiled: CompiledTexts? = nil
  ) throws(Refusal) -> Scenario {
    guard source.utf8.count <= limit else {
      throw Refusal(
        .contentTooLarge,
        "A scenario may have \(limit) bytes; '\(name.forSentence)' has \(source.utf8.count).")
    }
    do throws(ScenarioMistakes) {
      if let compiled { return try compiled.load(name: name, source: source, resolve: resolve) }
      return try load(text: source, name: name, reserved: .playground, resolve: resolve)
    } catch {
      throw .mistakes([error.report])
    }
  }
}
