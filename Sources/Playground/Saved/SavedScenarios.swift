import Foundation
import Logging
import ScenarioStore
import Scenarios

/// Keeps the catalog in step with the store, whichever process writes to it. All writes of this process go through it.
///
/// Writes run one at a time, so that the result of a check against the catalog still holds when the text is saved.
actor SavedScenarios {
  nonisolated let store: ScenarioStore
  nonisolated let catalog: Catalog
  nonisolated let compiled = CompiledTexts()
  private let log: Logger
  private var records: [String: SavedScenario] = [:]
  /// The texts that a scenario's includes had when it was compiled: by the name of the scenario, then by the included name.
  private var included: [String: [String: String?]] = [:]
  private var position: ChangePosition?
  private let turns = Turns()
  /// Archives are unpacked one at a time, since each may take 80 MiB.
  nonisolated let imports = Turns()
  private var trouble: StoreError?
  /// Why the last attempt to read the saved scenarios failed; nil if it succeeded.
  var troubleOfReading: StoreError? { trouble }

  init(store: ScenarioStore, catalog: Catalog, log: Logger) {
    self.store = store
    self.catalog = catalog
    self.log = log
  }

  /// Reads the changes of other processes every second, until cancelled. A repeated error is logged once.
  func follow() async {
    while !Task.isCancelled {
      await turns.take { await self.update() }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// Closes the database after all pending writes.
  func close() async { await turns.take { self.store.close() } }

  /// Updates the catalog from the store.
  func refresh() async { await turns.take { await self.update() } }

  /// Saves a text if it is valid and its name and address are free.
  ///
  /// - Parameter session: the session of the participant who writes, here and below; nil for the presenter.
  func save(_ version: NewVersion, if precondition: Precondition, by session: String? = nil) async throws
    -> CatalogEntry
  {
    try await write {
      let version = try self.checked(version)
      return try await self.store.save(version, if: precondition, by: session, ignoring: self.isHidden)
    }
  }

  func rename(
    _ name: String, to newName: String, if precondition: Precondition, by session: String? = nil
  ) async throws -> CatalogEntry {
    try await write {
      try self.refuseFile(name)
      if let conflict = self.catalog.conflict(savingAs: newName, address: nil) {
        throw Refusal.conflict(conflict)
      }
      return try await self.store.rename(name, to: newName, if: precondition, by: session)
    }
  }

  func undelete(_ name: String, by session: String? = nil) async throws -> CatalogEntry {
    try await write {
      try self.refuseFile(name)
      return try await self.store.undelete(name, by: session)
    }
  }

  func delete(_ name: String, if precondition: Precondition, by session: String? = nil) async throws {
    try await turns.take {
      // A saved scenario whose name a file has taken can still be deleted.
      do throws(StoreError) {
        try await self.store.delete(name, if: precondition, by: session)
      } catch .notFound(name) {
        try self.refuseFile(name)
        throw StoreError.notFound(name)
      }
      await self.update()
    }
  }

  /// Saves the text of an earlier version as the next version.
  func restore(
    _ number: Int, of name: String, if precondition: Precondition, by session: String? = nil
  ) async throws -> CatalogEntry {
    try await write {
      try self.refuseFile(name)
      let earlier = try await self.store.version(number, of: name)
      let version = NewVersion(name: name, source: earlier.source, note: "restored from version \(number)")
      return try await self.store.save(
        try self.checked(version), if: precondition, by: session, ignoring: self.isHidden)
    }
  }

  /// Saves all versions, or none if one is refused.
  func save(all versions: [NewVersion], by session: String? = nil) async throws {
    try await turns.take {
      defer { self.compiled.removeAll() }
      _ = try await self.upToDate {
        try await self.store.save(all: try self.checked(versions), by: session, ignoring: self.isHidden)
      }
      await self.update()
    }
  }

  // MARK: One at a time

  private func write(_ body: @escaping @Sendable () async throws -> SavedScenario) async throws
    -> CatalogEntry
  {
    try await turns.take {
      defer { self.compiled.removeAll() }
      let saved = try await self.upToDate(body)
      await self.update()
      let entry = self.catalog.snapshot[saved.name]
      if let entry, entry.saved?.revision == saved.revision.description { return entry }
      let compiled = self.compiled.take(
        name: saved.name, source: saved.source, resolve: self.catalog.sources(for: saved.name))
      return CatalogEntry(saved, compiled.result)
    }
  }

  /// Tries again with the updated catalog if another process has just taken the address.
  private func upToDate<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch StoreError.addressTaken {
      await update()
      return try await body()
    }
  }

  // MARK: The catalog

  private func update() async {
    do throws(StoreError) {
      let log = try await store.changes(after: position)
      let changed = position == nil || !log.isComplete ? try await readAll() : try await read(log.changes)
      position = log.position
      publish(changed)
      if trouble != nil { self.log.notice("saved scenarios can be read again") }
      trouble = nil
    } catch {
      if error != trouble { log.error("saved scenarios cannot be read: \(error)") }
      trouble = error
    }
  }

  /// - Returns: the names of the scenarios that changed.
  private func readAll() async throws(StoreError) -> Set<String> {
    let before = records
    records = Dictionary(
      try await store.list().map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    return Set(before.keys).union(records.keys).filter { before[$0] != records[$0] }
  }

  private func read(_ changes: [Change]) async throws(StoreError) -> Set<String> {
    let names = Set(changes.flatMap { [$0.name, $0.formerName ?? $0.name] })
    for name in names {
      do throws(StoreError) {
        records[name] = try await store.read(name)
      } catch .notFound {
        records[name] = nil
      }
    }
    return names
  }

  /// Compiles the changed scenarios and those that include a changed one, and updates the catalog.
  private func publish(_ changed: Set<String>) {
    let snapshot = catalog.snapshot
    func source(of name: String) -> String? {
      if let file = snapshot[name], file.origin == .file { return file.source }
      return records[name]?.source
    }
    let outdated = included.filter { name, given in
      let resolve = Catalog.resolver(for: name, source(of:))
      return given.contains { resolve($0.key) != $0.value }
    }.keys
    let names = changed.union(outdated)
    if names.isEmpty { return }
    var entries: [String: CatalogEntry?] = [:]
    for name in names {
      var given: [String: String?] = [:]
      let entry = records[name].map { record in
        let compiled = self.compiled.take(
          name: name, source: record.source,
          resolve: Catalog.resolver(for: name, source(of:)))
        given = compiled.included
        return CatalogEntry(record, compiled.result)
      }
      entries.updateValue(entry, forKey: name)
      included[name] = given.isEmpty ? nil : given
    }
    catalog.updateSaved(entries)
  }
}
