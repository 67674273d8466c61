import Foundation
import Testing

@testable import ScenarioStore

/// Scenarios of participants: names such as `ann/counter`.
@Suite struct OwnerTests {
  @Test(arguments: [
    "ann/counter", "a/b", "1/2", String(repeating: "o", count: 32) + "/" + String(repeating: "n", count: 64),
  ]) func `a name may have an owner before it`(name: String) async throws {
    let store = try TemporaryStore().store()
    try await store.save(NewVersion(name: name, source: "text"))
    #expect(try await store.read(name).source == "text")
  }

  @Test(arguments: [
    "/counter", "ann/", "ann//counter", "ann/x/y", "-ann/x", "ann/-x", "Ann/x", "@ann/x", "../x", "ann/..",
    "ann/x\0", String(repeating: "o", count: 33) + "/n", "o/" + String(repeating: "n", count: 65),
  ]) func `nothing else with a slash is a name`(name: String) async throws {
    let store = try TemporaryStore().store()
    await #expect(throws: StoreError.badName(name)) {
      try await store.save(NewVersion(name: name, source: "text"))
    }
  }

  @Test func `those of one name are as many as have it`() async throws {
    let store = try TemporaryStore().store()
    for (name, text) in [("counter", "all"), ("ann/counter", "ann"), ("bob/counter", "bob")] {
      try await store.save(NewVersion(name: name, source: text), if: .absent)
    }
    #expect(try await store.list().map(\.source) == ["ann", "bob", "all"])
    try await store.delete("ann/counter")
    try await store.undelete("ann/counter")
    #expect(try await store.read("counter").source == "all")
    #expect(try await store.versions(of: "bob/counter").count == 1)
  }

  @Test(arguments: [("ann/x", "bob/x"), ("ann/x", "x"), ("x", "ann/x")])
  func `a scenario stays with its owner when it is renamed`(name: String, newName: String) async throws {
    let store = try TemporaryStore().store()
    try await store.save(NewVersion(name: name, source: "text"))
    await #expect(throws: StoreError.otherOwner(name, newName: newName)) {
      try await store.rename(name, to: newName)
    }
    #expect(try await store.list().map(\.name) == [name])
    #expect(try await store.rename(name, to: name + "-2").source == "text")
  }

  @Test func `one owner cannot have more scenarios than one may`() async throws {
    let store = try TemporaryStore().store { $0.ownScenarios = 2 }
    for name in ["ann/a", "ann/b", "bob/a", "ann-2/a", "a", "b", "c"] {
      try await store.save(NewVersion(name: name, source: "text"))
    }
    try await store.save(NewVersion(name: "ann/a", source: "again"))
    let full = StoreError.tooManyOwn(owner: "ann", limit: 2)
    await #expect(throws: full) { try await store.save(NewVersion(name: "ann/c", source: "text")) }
    try await store.delete("ann/a")
    try await store.save(NewVersion(name: "ann/c", source: "text"))
    await #expect(throws: full) { try await store.undelete("ann/a") }
    try await store.save(NewVersion(name: "bob/b", source: "text"))
  }

  @Test func `one owner cannot fill what all share`() async throws {
    let store = try TemporaryStore().store {
      $0.bytes = 80
      $0.ownShare = 8
    }
    try await store.save(NewVersion(name: "bob/x", source: "12345"))
    try await store.save(NewVersion(name: "ann/x", source: "12345"))
    try await store.save(NewVersion(name: "ann/y", source: "12345"))
    let full = StoreError.outOfOwnSpace(owner: "ann", limit: 10)
    await #expect(throws: full) { try await store.save(NewVersion(name: "ann/y", source: "1")) }
    // What is deleted makes room for its owner, and for nobody else.
    try await store.delete("bob/x")
    try await store.delete("ann/x")
    try await store.save(NewVersion(name: "ann/z", source: "12345"))
    await #expect(throws: StoreError.notFound("ann/x")) { try await store.undelete("ann/x") }
    try await store.undelete("bob/x")
  }
}
