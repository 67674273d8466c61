import Foundation
import GRDB
import Testing

@testable import ScenarioStore

@Suite struct DatabaseFileTests {
  @Test func `the folder and the file are made when missing`() async throws {
    let temporary = try TemporaryStore()
    try temporary.store().open()
    #expect(try temporary.files().contains("playground.sqlite"))
    #expect(temporary.said.isEmpty)
  }

  @Test func `a commit is on disk before it is acknowledged`() async throws {
    let store = try TemporaryStore().store()
    let (synchronous, journal) = try await store.access { queue in
      try await queue.read { db in
        (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
      }
    }
    #expect(synchronous == 2)
    #expect(journal == "wal")
  }

  @Test func `a file with a corrupt header is set aside, with a word, and a new one started`() async throws {
    let temporary = try TemporaryStore()
    do {
      let store = temporary.store()
      try await store.save(NewVersion(name: "a", source: "1"))
      store.file.forget()
    }
    let garbage = Data(repeating: 0x58, count: 64)
    let handle = try #require(FileHandle(forUpdatingAtPath: temporary.path))
    try handle.write(contentsOf: garbage)
    try handle.close()

    let store = temporary.store()
    #expect(try await store.list().isEmpty)
    try await store.save(NewVersion(name: "b", source: "2"))
    let said = try #require(temporary.said.first)
    guard case .setAside(let from, let to, _) = said else {
      Issue.record("\(said)")
      return
    }
    #expect(from == temporary.path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: to)).prefix(64) == garbage)
    #expect(temporary.said.count == 1)
    #expect(try await temporary.store().list().map(\.name) == ["b"])
  }

  @Test func `the write-ahead log goes with the file that is set aside`() async throws {
    let temporary = try TemporaryStore()
    try temporary.execute("CREATE TABLE t (x)")
    try Data("this is no database, but long enough to be taken for one by its size".utf8)
      .write(to: URL(fileURLWithPath: temporary.path))
    try Data("log".utf8).write(to: URL(fileURLWithPath: temporary.path + "-wal"))
    try await temporary.store().save(NewVersion(name: "a", source: "1"))
    let aside = try temporary.files().filter { $0.contains(".damaged-") }
    #expect(aside.count == 2)
    #expect(aside.contains { $0.hasSuffix(".sqlite-wal") })
  }

  @Test func `damage inside the file is found when it is opened`() async throws {
    let temporary = try TemporaryStore()
    do {
      let store = temporary.store()
      for number in 1...40 {
        try await store.save(NewVersion(name: "s\(number)", source: String(repeating: "x", count: 3_000)))
      }
      store.file.forget()
    }
    let handle = try #require(FileHandle(forUpdatingAtPath: temporary.path))
    try handle.seek(toOffset: 4_096)
    try handle.write(contentsOf: Data(repeating: 0xFF, count: 16 * 4_096))
    try handle.close()
    #expect(try await temporary.store().list().isEmpty)
    #expect(temporary.said.count == 1)
  }

  @Test func `a file that was removed while open is started anew`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    try await store.save(NewVersion(name: "a", source: "1"))
    for file in try temporary.files() {
      try FileManager.default.removeItem(atPath: temporary.directory + "/data/" + file)
    }
    try await store.save(NewVersion(name: "b", source: "2"))
    #expect(temporary.said == [.replaced(path: temporary.path)])
    #expect(try await temporary.store().list().map(\.name) == ["b"])
  }

  @Test func `a full disk is told as such and nothing is half written`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    try await store.save(NewVersion(name: "a", source: "1"))
    try await store.access { queue in
      try await queue.writeWithoutTransaction { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
      }
    }
    await #expect(throws: StoreError.diskFull) {
      try await store.save(NewVersion(name: "a", source: String(repeating: "x", count: 200_000)))
    }
    try await store.save(NewVersion(name: "a", source: "2"))
    #expect(try await temporary.store().versions(of: "a").map(\.number) == [2, 1])
  }

  @Test func `another process that keeps the file locked is waited for, not for ever`() async throws {
    let temporary = try TemporaryStore()
    try temporary.store().open()
    let store = ScenarioStore(path: temporary.path, busySeconds: 0.01, report: { _ in })
    try store.open()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: temporary.path, configuration: configuration)
    try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
    await #expect(throws: StoreError.busy) { try await store.save(NewVersion(name: "a", source: "1")) }
    try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
    try await store.save(NewVersion(name: "a", source: "1"))
  }

  @Test func `a folder that cannot be made is an error with its path`() throws {
    let temporary = try TemporaryStore()
    let file = temporary.directory + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    let store = ScenarioStore(path: file + "/playground.sqlite", report: { _ in })
    #expect {
      try store.open()
    } throws: { error in
      guard case .cannotOpen(let path, _) = error as? StoreError else { return false }
      return path == file + "/playground.sqlite"
    }
  }

  @Test func `another application's database is left alone`() throws {
    let temporary = try TemporaryStore()
    try temporary.execute("PRAGMA application_id = 42; CREATE TABLE theirs (x)")
    #expect(throws: StoreError.foreignFile(path: temporary.path)) { try temporary.store().open() }
    #expect(try temporary.files() == ["playground.sqlite"])
  }
}
