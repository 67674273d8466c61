import Foundation
import Testing
import TextForms

@testable import ScenarioStore

@Suite struct ScenarioStoreTests {
  @Test func `a text comes back byte for byte as it was written`() async throws {
    let temporary = try TemporaryStore()
    let source = "\u{FEFF}# a comment\r\ntitle:   'x'   # more\r\n\r\ne\u{301} \u{e9} \t\nno end of line"
    try await temporary.store().save(NewVersion(name: "counter", source: source))
    let read = try await temporary.store().read("counter")
    #expect(Array(read.source.utf8) == Array(source.utf8))
  }

  @Test func `each save is a version with its note, author and time`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    let first = try await store.save(NewVersion(name: "a", source: "one"))
    temporary.advance(seconds: 1.5)
    let second = try await store.save(NewVersion(name: "a", source: "two", note: "faster", author: "Ada"))
    #expect(first.version == 1)
    #expect(second.version == 2)
    #expect(second.created == first.created)
    #expect(second.updated - first.updated == 1_500_000_000)
    let versions = try await store.versions(of: "a")
    #expect(versions.map(\.number) == [2, 1])
    #expect(versions.map(\.note) == ["faster", nil])
    #expect(versions.map(\.author) == ["Ada", nil])
    #expect(try await store.version(1, of: "a").source == "one")
    #expect(try await store.read("a").note == "faster")
  }

  @Test func `the oldest versions go when there are more than are kept`() async throws {
    let store = try TemporaryStore().store { $0.versions = 3 }
    for number in 1...5 { try await store.save(NewVersion(name: "a", source: "text \(number)")) }
    #expect(try await store.versions(of: "a").map(\.number) == [5, 4, 3])
    await #expect(throws: StoreError.versionNotFound(name: "a", number: 2)) {
      try await store.version(2, of: "a")
    }
  }

  @Test func `the list has every scenario with its current text, by name`() async throws {
    let store = try TemporaryStore().store()
    for (name, text) in [("b", "1"), ("a", "1"), ("b", "2")] {
      try await store.save(NewVersion(name: name, source: text))
    }
    let list = try await store.list()
    #expect(list.map(\.name) == ["a", "b"])
    #expect(list.map(\.source) == ["1", "2"])
  }

  @Test func `a save that expects another revision is refused and changes nothing`() async throws {
    let store = try TemporaryStore().store()
    let first = try await store.save(NewVersion(name: "a", source: "1"), if: .absent)
    let second = try await store.save(
      NewVersion(name: "a", source: "2"), if: .revision([first.revision.description]))
    for precondition in [Precondition.absent, .revision([first.revision.description]), .revision([])] {
      await #expect(throws: StoreError.preconditionFailed(current: second.revision)) {
        try await store.save(NewVersion(name: "a", source: "3"), if: precondition)
      }
    }
    await #expect(throws: StoreError.preconditionFailed(current: nil)) {
      try await store.save(NewVersion(name: "b", source: "3"), if: .present)
    }
    #expect(try await store.list().map(\.source) == ["2"])
  }

  @Test func `of writers that saw the same revision one wins`() async throws {
    let temporary = try TemporaryStore()
    let stores = [temporary.store(), temporary.store()]
    let first = try await stores[0].save(NewVersion(name: "a", source: "0"))
    let won = await withTaskGroup(of: Bool.self) { group in
      for number in 1...20 {
        group.addTask {
          let saved = try? await stores[number % 2].save(
            NewVersion(name: "a", source: "\(number)"), if: .revision([first.revision.description]))
          return saved != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(won == 1)
    #expect(try await stores[1].versions(of: "a").count == 2)
  }

  @Test func `a revision is never used again for another text of the name`() async throws {
    let store = try TemporaryStore().store()
    let first = try await store.save(NewVersion(name: "a", source: "1"))
    try await store.delete("a")
    let second = try await store.save(NewVersion(name: "a", source: "2"))
    #expect(first.revision != second.revision)
    #expect(second.version == 1)
  }

  @Test func `renaming takes the versions along`() async throws {
    let store = try TemporaryStore().store()
    try await store.save(NewVersion(name: "a", source: "1"))
    let saved = try await store.save(NewVersion(name: "a", source: "2"))
    try await store.save(NewVersion(name: "taken", source: "x"))
    await #expect(throws: StoreError.taken("taken")) { try await store.rename("a", to: "taken") }
    await #expect(throws: StoreError.badName("No")) { try await store.rename("a", to: "No") }
    let renamed = try await store.rename("a", to: "b", if: .revision([saved.revision.description]))
    #expect(renamed.revision == saved.revision)
    #expect(try await store.versions(of: "b").count == 2)
    await #expect(throws: StoreError.notFound("a")) { try await store.read("a") }
  }

  @Test func `a deleted scenario comes back with its versions`() async throws {
    let store = try TemporaryStore().store()
    try await store.save(NewVersion(name: "a", source: "1"))
    let saved = try await store.save(NewVersion(name: "a", source: "2"))
    try await store.delete("a", if: .revision([saved.revision.description]))
    #expect(try await store.list().isEmpty)
    #expect(try await store.undelete("a") == saved)
    #expect(try await store.versions(of: "a").count == 2)
    await #expect(throws: StoreError.taken("a")) { try await store.undelete("a") }
  }

  @Test func `after an hour a deleted scenario is gone`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    try await store.save(NewVersion(name: "a", source: "1"))
    try await store.delete("a")
    temporary.advance(seconds: 3_600)
    await #expect(throws: StoreError.notFound("a")) { try await store.undelete("a") }
  }

  @Test func `one scenario more than the quota is refused`() async throws {
    let store = try TemporaryStore().store { $0.scenarios = 2 }
    for name in ["a", "b"] { try await store.save(NewVersion(name: name, source: "1")) }
    await #expect(throws: StoreError.tooMany(limit: 2)) {
      try await store.save(NewVersion(name: "c", source: "1"))
    }
    try await store.save(NewVersion(name: "b", source: "2"))
    #expect(try await store.list().map(\.name) == ["a", "b"])
  }

  @Test func `the bytes of all versions together stay in the quota`() async throws {
    let store = try TemporaryStore().store { $0.bytes = 10 }
    try await store.save(NewVersion(name: "a", source: "12345"))
    try await store.save(NewVersion(name: "a", source: "12345"))
    await #expect(throws: StoreError.outOfSpace(limit: 10)) {
      try await store.save(NewVersion(name: "a", source: "1"))
    }
    #expect(try await store.read("a").version == 2)
  }

  @Test func `deleted scenarios give up their room when it is needed`() async throws {
    let store = try TemporaryStore().store { $0.bytes = 10 }
    try await store.save(NewVersion(name: "a", source: "1234567890"))
    try await store.delete("a")
    try await store.save(NewVersion(name: "b", source: "12345"))
    await #expect(throws: StoreError.notFound("a")) { try await store.undelete("a") }
  }

  @Test func `what is too long or no name is refused`() async throws {
    let store = try TemporaryStore().store { $0.source = 4 }
    await #expect(throws: StoreError.sourceTooLarge(limit: 4)) {
      try await store.save(NewVersion(name: "a", source: "12345"))
    }
    await #expect(throws: StoreError.noteTooLong(limit: 2_048)) {
      try await store.save(NewVersion(name: "a", source: "1", note: String(repeating: "n", count: 2_049)))
    }
    await #expect(throws: StoreError.authorTooLong(limit: 256)) {
      try await store.save(NewVersion(name: "a", source: "1", author: String(repeating: "n", count: 257)))
    }
    let bad = ["", "-a", "A", "a b", "a/b/c", "..", "é", "a\u{0}", String(repeating: "a", count: 65)]
    for name in bad {
      await #expect(throws: StoreError.badName(name)) {
        try await store.save(NewVersion(name: name, source: "1"))
      }
    }
    for name in ["a", "0", "a-", "a-b-9", String(repeating: "a", count: 64)] {
      #expect(ScenarioName.isSavedName(name))
    }
  }

  @Test func `of several texts all are saved or none`() async throws {
    let store = try TemporaryStore().store { $0.scenarios = 2 }
    await #expect(throws: StoreError.tooMany(limit: 2)) {
      try await store.save(all: ["a", "b", "c"].map { NewVersion(name: $0, source: "1") })
    }
    #expect(try await store.list().isEmpty)
    #expect(try await store.save(all: ["a", "b"].map { NewVersion(name: $0, source: "1") }).count == 2)
  }

  @Test func `changes of every process are told in order, from where one left off`() async throws {
    let temporary = try TemporaryStore()
    let mine = temporary.store()
    let other = temporary.store()
    try await mine.save(NewVersion(name: "before", source: "1"))
    let start = try await mine.changes(after: nil)
    #expect(start.changes.isEmpty)
    try await other.save(NewVersion(name: "a", source: "1"))
    try await other.save(NewVersion(name: "a", source: "2"))
    try await mine.rename("a", to: "b")
    try await other.delete("b")
    try await mine.undelete("b")
    let log = try await mine.changes(after: start.position)
    #expect(log.isComplete)
    #expect(log.changes.map(\.kind) == [.created, .updated, .renamed, .deleted, .created])
    #expect(log.changes.map(\.name) == ["a", "a", "b", "b", "b"])
    #expect(log.changes.map(\.formerName) == [nil, nil, "a", nil, nil])
    #expect(try await mine.changes(after: log.position).changes.isEmpty)
  }

  @Test func `who was away for too many changes is told to read everything`() async throws {
    let store = try TemporaryStore().store { $0.changes = 2 }
    let start = try await store.changes(after: nil)
    for number in 1...3 { try await store.save(NewVersion(name: "a", source: "\(number)")) }
    #expect(try await store.changes(after: start.position).isComplete == false)
  }

  @Test func `of two processes that save one address the second is refused, whatever it knew`() async throws {
    let temporary = try TemporaryStore()
    let (one, two) = (temporary.store(), temporary.store())
    try await one.save(NewVersion(name: "a", source: "1", address: "/x/{}"))
    let taken = StoreError.addressTaken("/x/{}", by: "a")
    await #expect(throws: taken) { try await two.save(NewVersion(name: "b", source: "2", address: "/x/{}")) }
    await #expect(throws: taken) {
      try await two.save(all: [
        NewVersion(name: "c", source: "3"), NewVersion(name: "b", source: "2", address: "/x/{}"),
      ])
    }
    #expect(try await two.list().map(\.name) == ["a"])
    try await two.save(NewVersion(name: "a", source: "4", address: "/x/{}"))
    try await two.save(NewVersion(name: "b", source: "2", address: "/x/{}"), ignoring: { $0 == "a" })
    try await one.save(NewVersion(name: "b", source: "5", address: "/y"))
    try await one.delete("a")
    try await one.save(NewVersion(name: "c", source: "6", address: "/x/{}"))
  }

  @Test func `of many processes that save one address at once one has it`() async throws {
    let temporary = try TemporaryStore()
    try temporary.store().open()
    let saved = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<8 {
        group.addTask {
          let version = NewVersion(name: "s\(number)", source: "x", address: "/x")
          return (try? await temporary.store().save(version)) != nil
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(saved.count { $0 } == 1)
  }
}
