import Foundation
import GRDB
import TextForms

extension ScenarioStore {
  /// Saves a text as the scenario's next version; creates the scenario if it is new.
  ///
  /// - Parameters:
  ///   - session: the session of the participant who writes, who must own the name; nil for a writer who may use all names.
  ///   - isHidden: whether a saved scenario cannot be played, so that its address is free.
  /// - Returns: the scenario after saving; its version is 1 if it is new.
  /// - Throws: ``StoreError``: `badName`, `notInRoom`, `preconditionFailed`, `addressTaken`, or the case of the limit that is exceeded.
  @discardableResult
  package func save(
    _ version: NewVersion, if precondition: Precondition = .none, by session: String? = nil,
    ignoring isHidden: @escaping @Sendable (_ name: String) -> Bool = { _ in false }
  ) async throws(StoreError) -> SavedScenario {
    try await change { [self] db, time in
      try Self.checkWriter(of: version.name, session, db)
      try precondition.check(try Records.revision(db, name: version.name))
      return try insert(version, ignoring: isHidden, db, time)
    }
  }

  /// Saves all texts or none. A name that is already saved gets its next version.
  ///
  /// - Throws: ``StoreError``: `badName`, `notInRoom`, `addressTaken`, or the case of the limit that is exceeded.
  @discardableResult
  package func save(
    all versions: [NewVersion], by session: String? = nil,
    ignoring isHidden: @escaping @Sendable (_ name: String) -> Bool = { _ in false }
  ) async throws(StoreError) -> [SavedScenario] {
    try await change { [self] db, time in
      try versions.map { version in
        try Self.checkWriter(of: version.name, session, db)
        return try insert(version, ignoring: isHidden, db, time)
      }
    }
  }

  /// Renames a scenario; the owner stays the same. It keeps its versions.
  ///
  /// - Throws: ``StoreError``: `badName`, `otherOwner`, `notInRoom`, `notFound`, `preconditionFailed`, or `taken`.
  @discardableResult
  package func rename(
    _ name: String, to newName: String, if precondition: Precondition = .none, by session: String? = nil
  ) async throws(StoreError) -> SavedScenario {
    guard ScenarioName.isSavedName(newName) else { throw .badName(newName) }
    guard ScenarioName.owner(of: name) == ScenarioName.owner(of: newName) else {
      throw .otherOwner(name, newName: newName)
    }
    return try await change { db, time in
      try Self.checkWriter(of: name, session, db)
      let revision = try Records.revision(db, name: name)
      guard let revision else { throw StoreError.notFound(name) }
      try precondition.check(revision)
      if newName != name {
        guard try Records.id(db, name: newName) == nil else { throw StoreError.taken(newName) }
        try db.execute(
          sql: "UPDATE scenario SET name = ? WHERE id = ?", arguments: [newName, revision.scenario])
        try Self.record(.renamed, newName, former: name, db, time)
      }
      guard let scenario = try Records.scenario(db, name: newName) else { throw StoreError.notFound(newName) }
      return scenario
    }
  }

  /// Deletes a scenario. ``undelete(_:by:)`` can restore it for ``StoreLimits/undoSeconds`` seconds.
  ///
  /// - Throws: ``StoreError``: `notInRoom`, `notFound`, or `preconditionFailed`.
  package func delete(_ name: String, if precondition: Precondition = .none, by session: String? = nil)
    async throws(StoreError)
  {
    try await change { db, time in
      try Self.checkWriter(of: name, session, db)
      guard let revision = try Records.revision(db, name: name) else { throw StoreError.notFound(name) }
      try precondition.check(revision)
      try db.execute(
        sql: "UPDATE scenario SET deleted = ? WHERE id = ?", arguments: [time, revision.scenario])
      try Self.record(.deleted, name, db, time)
    }
  }

  /// Restores the last deleted scenario of that name, with its versions.
  ///
  /// - Throws: ``StoreError``: `notInRoom`, `taken`, `notFound` if none can be restored, `tooMany`, or `tooManyOwn`.
  @discardableResult
  package func undelete(_ name: String, by session: String? = nil) async throws(StoreError) -> SavedScenario {
    try await change { [limits] db, time in
      try Self.checkWriter(of: name, session, db)
      guard try Records.id(db, name: name) == nil else { throw StoreError.taken(name) }
      let sql =
        "SELECT id FROM scenario WHERE name = ? AND deleted IS NOT NULL ORDER BY deleted DESC, id DESC"
      guard let id = try Int64.fetchOne(db, sql: sql, arguments: [name]) else {
        throw StoreError.notFound(name)
      }
      try db.execute(sql: "UPDATE scenario SET deleted = NULL WHERE id = ?", arguments: [id])
      try Self.checkCount(db, limits, addedTo: ScenarioName.owner(of: name))
      try Self.record(.created, name, db, time)
      guard let scenario = try Records.scenario(db, name: name) else { throw StoreError.notFound(name) }
      return scenario
    }
  }

  /// Runs `body` in one transaction, with the time in milliseconds since 1970. When this returns, the transaction is on disk.
  func change<Result: Sendable>(
    _ body: @escaping @Sendable (Database, Int64) throws -> Result
  ) async throws(StoreError) -> Result {
    try await access { [self] queue in
      let time = now() / 1_000_000
      return try await queue.write { [limits] db in
        let expired = time &- Int64(clamping: limits.undoSeconds &* 1_000)
        try db.execute(sql: "DELETE FROM scenario WHERE deleted <= ?", arguments: [expired])
        let result = try body(db, time)
        try db.execute(
          sql: "DELETE FROM change WHERE id <= (SELECT max(id) FROM change) - ?", arguments: [limits.changes])
        return result
      }
    }
  }

  private func insert(
    _ version: NewVersion, ignoring isHidden: (String) -> Bool, _ db: Database, _ time: Int64
  ) throws -> SavedScenario {
    let size = version.source.utf8.count
    guard ScenarioName.isSavedName(version.name) else { throw StoreError.badName(version.name) }
    guard size <= limits.source else { throw StoreError.sourceTooLarge(limit: limits.source) }
    guard (version.note?.utf8.count ?? 0) <= limits.note else {
      throw StoreError.noteTooLong(limit: limits.note)
    }
    guard (version.author?.utf8.count ?? 0) <= limits.author else {
      throw StoreError.authorTooLong(limit: limits.author)
    }
    try Self.checkAddress(version, ignoring: isHidden, db)
    let revision = try Records.revision(db, name: version.name)
    let id: Int64
    if let revision {
      id = revision.scenario
      try db.execute(
        sql: "UPDATE scenario SET address = ? WHERE id = ?", arguments: [version.address, id])
    } else {
      try db.execute(
        sql: "INSERT INTO scenario (name, created, address) VALUES (?, ?, ?)",
        arguments: [version.name, time, version.address])
      id = db.lastInsertedRowID
      try Self.checkCount(db, limits, addedTo: ScenarioName.owner(of: version.name))
    }
    let number = (revision?.version ?? 0) + 1
    try db.execute(
      sql: """
        INSERT INTO version (scenario, number, source, size, note, author, saved) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [id, number, Data(version.source.utf8), size, version.note, version.author, time])
    try db.execute(
      sql: "DELETE FROM version WHERE scenario = ? AND number <= ?",
      arguments: [id, number - max(1, limits.versions)])
    if let owner = ScenarioName.owner(of: version.name) { try Self.checkBytes(db, limits, of: owner) }
    try Self.checkBytes(db, limits)
    try Self.record(revision == nil ? .created : .updated, version.name, db, time)
    guard let scenario = try Records.scenario(db, name: version.name) else {
      throw StoreError.notFound(version.name)
    }
    return scenario
  }

  static func record(
    _ kind: Change.Kind, _ name: String, former: String? = nil, _ db: Database, _ time: Int64
  ) throws {
    try db.execute(
      sql: "INSERT INTO change (kind, name, former, time) VALUES (?, ?, ?, ?)",
      arguments: [kind.rawValue, name, former, time])
  }

  /// Checks within the writing transaction: the participant may have been removed meanwhile, and another may have taken the name.
  ///
  /// - Parameter session: the session of the participant who writes; nil for a writer who may use all names.
  private static func checkWriter(of name: String, _ session: String?, _ db: Database) throws {
    guard let session else { return }
    let owner = ScenarioName.owner(of: name) ?? ""
    let sql = "SELECT EXISTS (SELECT 1 FROM participant WHERE name = ? AND session = ?)"
    guard try Bool.fetchOne(db, sql: sql, arguments: [owner, session]) == true else {
      throw StoreError.notInRoom
    }
  }

  /// Checks within the saving transaction: another process may have saved the same address meanwhile.
  private static func checkAddress(
    _ version: NewVersion, ignoring isHidden: (String) -> Bool, _ db: Database
  ) throws {
    guard let address = version.address else { return }
    let sql = "SELECT name FROM scenario WHERE address = ? AND name <> ? AND deleted IS NULL ORDER BY name"
    let others = try String.fetchAll(db, sql: sql, arguments: [address, version.name])
    if let other = others.first(where: { !isHidden($0) }) {
      throw StoreError.addressTaken(address, by: other)
    }
  }

  /// - Parameter owner: the owner of the scenario that was added, if any.
  private static func checkCount(_ db: Database, _ limits: StoreLimits, addedTo owner: String?) throws {
    if let owner {
      let sql = "SELECT count(*) FROM scenario WHERE deleted IS NULL AND \(Records.isOfOwner)"
      let count = try Int.fetchOne(db, sql: sql, arguments: Records.names(of: owner)) ?? 0
      guard count <= limits.ownScenarios else {
        throw StoreError.tooManyOwn(owner: owner, limit: limits.ownScenarios)
      }
    }
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM scenario WHERE deleted IS NULL") ?? 0
    guard count <= limits.scenarios else { throw StoreError.tooMany(limit: limits.scenarios) }
  }

  /// Checks an owner's quota of bytes. If it is exceeded, the owner's deleted scenarios are removed first.
  private static func checkBytes(_ db: Database, _ limits: StoreLimits, of owner: String) throws {
    let names = Records.names(of: owner)
    let sum = """
      SELECT coalesce(sum(size), 0) FROM version JOIN scenario ON version.scenario = scenario.id
      WHERE \(Records.isOfOwner)
      """
    guard try Int.fetchOne(db, sql: sum, arguments: names) ?? 0 > limits.ownBytes else { return }
    try db.execute(
      sql: "DELETE FROM scenario WHERE deleted IS NOT NULL AND \(Records.isOfOwner)", arguments: names)
    guard try Int.fetchOne(db, sql: sum, arguments: names) ?? 0 <= limits.ownBytes else {
      throw StoreError.outOfOwnSpace(owner: owner, limit: limits.ownBytes)
    }
  }

  /// Checks the quota of bytes. If it is exceeded, all deleted scenarios are removed first.
  private static func checkBytes(_ db: Database, _ limits: StoreLimits) throws {
    let sum = "SELECT coalesce(sum(size), 0) FROM version"
    guard try Int.fetchOne(db, sql: sum) ?? 0 > limits.bytes else { return }
    try db.execute(sql: "DELETE FROM scenario WHERE deleted IS NOT NULL")
    guard try Int.fetchOne(db, sql: sum) ?? 0 <= limits.bytes else {
      throw StoreError.outOfSpace(limit: limits.bytes)
    }
  }
}
