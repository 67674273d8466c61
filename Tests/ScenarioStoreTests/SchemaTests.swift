import Foundation
import GRDB
import Testing

@testable import ScenarioStore

@Suite struct SchemaTests {
  private static let schemas = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Schemas")

  @Test(arguments: 1...5) func `a file of every earlier schema opens with all that is in it`(number: Int)
    async throws
  {
    let temporary = try TemporaryStore()
    let fixture = Self.schemas.appendingPathComponent("\(number).sql")
    try temporary.execute(String(contentsOf: fixture, encoding: .utf8))
    let store = temporary.store()
    #expect(try await store.list().map(\.name) == ["counter", "ticker"])
    #expect(try await store.read("counter").source == "title: Counter # two\nsteps: []\n")
    #expect(try await store.read("counter").revision.description == "0123abcd-1-2")
    #expect(try await store.versions(of: "counter").map(\.note) == ["slower", nil])
    #expect(try await store.version(1, of: "counter").source == "title: Counter\nsteps: []\n")
    try await store.save(NewVersion(name: "counter", source: "three"))
    try await store.rename("ticker", to: "tocker")
    try await store.delete("tocker")
    try await store.undelete("tocker")
    #expect(try await store.list().map(\.name) == ["counter", "tocker"])
    #expect(try await store.participants().map(\.name) == (number < 5 ? [] : ["ann"]))
    #expect(try await store.join("bob", session: "bob-1", colours: 12, round: "now") != .taken)
    #expect(temporary.said.isEmpty)
  }

  @Test(arguments: 1...5)
  func `every row of an earlier file is there with all its columns when it was opened`(
    number: Int
  ) throws {
    let temporary = try TemporaryStore()
    let fixture = Self.schemas.appendingPathComponent("\(number).sql")
    try temporary.execute(String(contentsOf: fixture, encoding: .utf8))
    let before = try temporary.rows()
    try temporary.store().open()
    let after = try temporary.rows()
    #expect(before.count >= 3)
    for (table, rows) in before where table != "grdb_migrations" {
      let kept = try #require(after[table])
      #expect(kept.count == rows.count)
      for (old, new) in zip(rows, kept) {
        for (column, value) in old { #expect(new[column] == value, "\(table).\(column)") }
      }
    }
  }

  @Test func `there is a fixture of every schema`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.schemas.path).filter {
      $0.hasSuffix(".sql")
    }
    #expect(files.count == Schema.migrator.migrations.count)
  }

  @Test func `a file of a later program is refused, not touched`() throws {
    let temporary = try TemporaryStore()
    try temporary.store().open()
    try temporary.execute("INSERT INTO grdb_migrations VALUES ('99 later')")
    #expect(throws: StoreError.newerSchema(path: temporary.path)) { try temporary.store().open() }
    #expect(temporary.said.isEmpty)
  }
}
