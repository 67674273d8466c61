import Foundation
import Logging
import ScenarioStore
import Scenarios

/// Keeps the catalog in step with the store, whichever process writes into it, and is the one way to write.
///
/// Writes of this process come one after the other, so that what was checked against the catalog still holds when it is
/// saved.
actor SavedScenarios {
  nonisolated let store: ScenarioStore
  nonisolated let catalog: Catalog
  private let log: Logger
  private var records: [String: SavedScenario] = [:]
  private var entries: [String: CatalogEntry] = [:]
  /// What was there when the entries were compiled: a scenario may include others.
  private var compiledBeside: CatalogSnapshot?
  private var position: ChangePosition?
  private var last: Task<Void, Never>?
  private var trouble: StoreError?

  init(store: ScenarioStore, catalog: Catalog, log: Logger) {
    self.store = store
    self.catalog = catalog
    self.log = log
  }

  /// Reads what other processes saved, every second until cancelled. What it meets is logged once.
  func follow() async {
    while !Task.isCancelled {
      await exclusively { await self.update() }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// Closes the database when what is being written is written.
  func close() async { await exclusively { self.store.close() } }

  /// Reads what was saved and gives it to the catalog.
  func refresh() async { await exclusively { await self.update() } }

  /// Saves a text if it is right and nobody else has its name or its address.
  func save(_ version: NewVersion, if precondition: Precondition) async throws -> CatalogEntry {
    try await write {
      try self.check(version)
      return try await self.store.save(version, if: precondition)
    }
  }

  func rename(_ name: String, to newName: String, if precondition: Precondition) async throws -> CatalogEntry
  {
    try await write {
      try self.refuseFile(name)
      if let conflict = self.catalog.conflict(savingAs: newName, address: nil) {
        throw Refusal.conflict(conflict)
      }
      return try await self.store.rename(name, to: newName, if: precondition)
    }
  }

  func undelete(_ name: String) async throws -> CatalogEntry {
    try await write {
      try self.refuseFile(name)
      return try await self.store.undelete(name)
    }
  }

  func delete(_ name: String, if precondition: Precondition) async throws {
    try await exclusively {
      // A saved one that a file has taken the name of is still there to be deleted.
      do throws(StoreError) {
        try await self.store.delete(name, if: precondition)
      } catch .notFound(name) {
        try self.refuseFile(name)
        throw StoreError.notFound(name)
      }
      await self.update()
    }
  }

  /// Saves a text that is there as the next version.
  func restore(_ number: Int, of name: String, if precondition: Precondition) async throws -> CatalogEntry {
    try await write {
      try self.refuseFile(name)
      let earlier = try await self.store.version(number, of: name)
      let version = NewVersion(name: name, source: earlier.source, note: "restored from version \(number)")
      try self.check(version)
      return try await self.store.save(version, if: precondition)
    }
  }

  /// Saves all of them or none.
  func save(all versions: [NewVersion]) async throws {
    try await exclusively {
      try self.check(all: versions)
      _ = try await self.store.save(all: versions)
      await self.update()
    }
  }

  // MARK: Checks

  private nonisolated func check(_ version: NewVersion) throws(Refusal) {
    guard ScenarioStore.isName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
    let scenario = try Scenario.checked(
      version.source, name: version.name, limit: store.limits.source, resolve: catalog.source(of:))
    if let conflict = catalog.conflict(savingAs: version.name, address: scenario.path) {
      throw .conflict(conflict)
    }
  }

  private nonisolated func check(all versions: [NewVersion]) throws(Refusal) {
    var reports: [MistakeReport] = []
    var conflicts: [String] = []
    var addresses: [(address: PathTemplate, name: String)] = []
    for version in versions {
      guard ScenarioStore.isName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
      guard version.source.utf8.count <= store.limits.source else {
        throw Refusal(.contentTooLarge, "'\(version.name)' has more than \(store.limits.source) bytes.")
      }
      do throws(ScenarioMistakes) {
        let address = try Scenario.load(
          text: version.source, name: version.name,
          resolve: { name in versions.first { $0.name == name }?.source ?? catalog.source(of: name) }
        ).path
        if let conflict = catalog.conflict(savingAs: version.name, address: address) {
          conflicts.append(conflict)
        }
        guard let address else { continue }
        if let other = addresses.first(where: { $0.address.claimsSameAddresses(as: address) }) {
          conflicts.append("'\(version.name)' and '\(other.name)' both want the address \(address)")
        }
        addresses.append((address, version.name))
      } catch {
        reports.append(error.report)
      }
    }
    guard reports.isEmpty else { throw .mistakes(reports) }
    guard conflicts.isEmpty else { throw .conflict(conflicts.joined(separator: "; ")) }
  }

  private nonisolated func refuseFile(_ name: String) throws(Refusal) {
    guard let entry = catalog.snapshot[name], entry.origin == .file else { return }
    throw Refusal(
      .conflict, "'\(name)' is the file \(entry.file ?? name): edit, rename or delete it on disk.")
  }

  // MARK: One after the other

  private func write(_ body: @escaping @Sendable () async throws -> SavedScenario) async throws
    -> CatalogEntry
  {
    try await exclusively {
      let saved = try await body()
      await self.update()
      let entry = self.catalog.snapshot[saved.name]
      return entry?.saved?.revision == saved.revision.description
        ? (entry ?? CatalogEntry(saved, resolve: self.catalog.source(of:)))
        : CatalogEntry(saved, resolve: self.catalog.source(of:))
    }
  }

  private func exclusively<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async rethrows -> Result {
    let previous = last
    let (finished, signal) = AsyncStream<Never>.makeStream()
    last = Task { for await _ in finished {} }
    defer { signal.finish() }
    await previous?.value
    return try await body()
  }

  // MARK: The catalog

  private func update() async {
    do throws(StoreError) {
      let log = try await store.changes(after: position)
      if position == nil || !log.isComplete {
        records = Dictionary(
          try await store.list().map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
      } else {
        for name in Set(log.changes.flatMap { [$0.name, $0.formerName ?? $0.name] }) {
          do throws(StoreError) {
            records[name] = try await store.read(name)
          } catch .notFound {
            records[name] = nil
          }
        }
      }
      let isChanged = position == nil || !log.isComplete || !log.changes.isEmpty
      position = log.position
      publish(isChanged: isChanged)
      if trouble != nil { self.log.notice("saved scenarios can be read again") }
      trouble = nil
    } catch {
      if error != trouble { log.error("saved scenarios cannot be read: \(error)") }
      trouble = error
    }
  }

  /// Compiles what is new, and what may include something that is.
  private func publish(isChanged: Bool) {
    let snapshot = catalog.snapshot
    let mayDiffer = snapshot !== compiledBeside && records.values.contains(where: \.mayInclude)
    compiledBeside = snapshot
    guard isChanged || mayDiffer else { return }
    let known = entries
    entries = records.mapValues { record in
      if !record.mayInclude, let entry = known[record.name], entry.saved == SavedDetails(record) {
        return entry
      }
      return CatalogEntry(record) { name in
        if let file = snapshot[name], file.origin == .file { return file.source }
        return records[name]?.source
      }
    }
    catalog.setSaved(entries.values.sorted { $0.name < $1.name })
    compiledBeside = catalog.snapshot
  }
}

extension SavedScenario {
  fileprivate var mayInclude: Bool { source.contains("include") }
}
