import Foundation
import GRDB

/// The queries. Times in the database are milliseconds since 1970.
enum Records {
  private static let current = """
    SELECT scenario.id, scenario.name, scenario.created, number, source, note, author, saved
    FROM scenario JOIN version ON version.scenario = scenario.id
    WHERE deleted IS NULL AND number = (SELECT max(number) FROM version WHERE version.scenario = scenario.id)
    """

  /// A condition on `scenario.name`, with ``names(of:)`` as its arguments.
  static let isOfOwner = "scenario.name >= ? AND scenario.name < ?"

  /// The bounds of an owner's names: '0' is the character after '/'.
  static func names(of owner: String) -> StatementArguments { ["\(owner)/", "\(owner)0"] }

  static func epoch(_ db: Database) throws -> String {
    guard let epoch = try String.fetchOne(db, sql: "SELECT value FROM property WHERE name = 'epoch'") else {
      throw StoreError.damaged("the property 'epoch' is missing")
    }
    return epoch
  }

  static func list(_ db: Database) throws -> [SavedScenario] {
    let epoch = try epoch(db)
    return try Row.fetchAll(db, sql: current + " ORDER BY scenario.name").map {
      try scenario($0, epoch: epoch)
    }
  }

  static func scenario(_ db: Database, name: String) throws -> SavedScenario? {
    let epoch = try epoch(db)
    return try Row.fetchOne(db, sql: current + " AND scenario.name = ?", arguments: [name])
      .map { try scenario($0, epoch: epoch) }
  }

  static func id(_ db: Database, name: String) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM scenario WHERE name = ? AND deleted IS NULL", arguments: [name])
  }

  static func revision(_ db: Database, name: String) throws -> Revision? {
    guard let id = try id(db, name: name) else { return nil }
    let number = try Int.fetchOne(
      db, sql: "SELECT max(number) FROM version WHERE scenario = ?", arguments: [id])
    return Revision(epoch: try epoch(db), scenario: id, version: number ?? 0)
  }

  static func versions(_ db: Database, scenario: Int64) throws -> [VersionSummary] {
    let sql = "SELECT number, size, note, author, saved FROM version WHERE scenario = ? ORDER BY number DESC"
    return try Row.fetchAll(db, sql: sql, arguments: [scenario]).map { row in
      try VersionSummary(
        number: row.decode(forColumn: "number"), size: row.decode(forColumn: "size"),
        note: row.decode(forColumn: "note"), author: row.decode(forColumn: "author"),
        saved: nanoseconds(row.decode(forColumn: "saved")))
    }
  }

  static func version(_ db: Database, scenario: Int64, number: Int) throws -> Version? {
    let sql = "SELECT source, note, author, saved FROM version WHERE scenario = ? AND number = ?"
    return try Row.fetchOne(db, sql: sql, arguments: [scenario, number]).map { row in
      try Version(
        number: number, source: text(row.decode(forColumn: "source")), note: row.decode(forColumn: "note"),
        author: row.decode(forColumn: "author"),
        saved: nanoseconds(row.decode(forColumn: "saved")))
    }
  }

  static func latestChange(_ db: Database) throws -> Int64 {
    // sqlite_sequence keeps the number even if all change records were pruned.
    try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change'") ?? 0
  }

  static func changes(_ db: Database, after id: Int64) throws -> [Change] {
    let sql = "SELECT id, kind, name, former, time FROM change WHERE id > ? ORDER BY id"
    return try Row.fetchAll(db, sql: sql, arguments: [id]).map { row in
      try Change(
        id: row.decode(forColumn: "id"),
        kind: Change.Kind(rawValue: row.decode(forColumn: "kind")) ?? .updated,
        name: row.decode(forColumn: "name"),
        formerName: row.decode(forColumn: "former"), time: nanoseconds(row.decode(forColumn: "time")))
    }
  }

  private static func scenario(_ row: Row, epoch: String) throws -> SavedScenario {
    try SavedScenario(
      name: row.decode(forColumn: "name"), source: text(row.decode(forColumn: "source")),
      revision: Revision(
        epoch: epoch, scenario: row.decode(forColumn: "id"), version: row.decode(forColumn: "number")),
      note: row.decode(forColumn: "note"), author: row.decode(forColumn: "author"),
      created: nanoseconds(row.decode(forColumn: "created")),
      updated: nanoseconds(row.decode(forColumn: "saved")))
  }

  /// - Parameter milliseconds: a time in the database.
  static func nanoseconds(_ milliseconds: Int64) -> Int64 { milliseconds &* 1_000_000 }

  private static func text(_ data: Data) throws -> String {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw StoreError.damaged("a source text is not UTF-8")
    }
    return text
  }
}
