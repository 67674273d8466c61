import Foundation
import GRDB
import Synchronization

@testable import ScenarioStore

/// A store in a temporary folder, which is removed when the value is released.
final class TemporaryStore: Sendable {
  let directory: String
  let notices = Mutex<[StoreNotice]>([])
  private let time = Mutex<Int64>(1_800_000_000_000_000_000)

  var path: String { directory + "/data/playground.sqlite" }
  var said: [StoreNotice] { notices.withLock { $0 } }

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    directory = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func store(_ change: (inout StoreLimits) -> Void = { _ in }) -> ScenarioStore {
    var limits = StoreLimits()
    change(&limits)
    return ScenarioStore(
      path: path, limits: limits, now: { self.time.withLock { $0 } },
      report: { notice in self.notices.withLock { $0.append(notice) } })
  }

  func advance(seconds: Double) { time.withLock { $0 += Int64(seconds * 1e9) } }

  /// Runs SQL on the file, as another program would.
  func execute(_ sql: String) throws {
    try FileManager.default.createDirectory(atPath: directory + "/data", withIntermediateDirectories: true)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
    try queue.close()
  }

  /// All rows of all tables, in the order of their row IDs: SQL literals by column.
  func rows() throws -> [String: [[String: String]]] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      return try Dictionary(
        uniqueKeysWithValues: tables.map { table in
          let rows = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\" ORDER BY rowid")
          return (
            table,
            rows.map { row in
              Dictionary(uniqueKeysWithValues: row.map { ($0, $1.description) })
            }
          )
        })
    }
  }

  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory + "/data").sorted()
  }
}
