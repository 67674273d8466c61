import Archives
import Foundation
import HTTPTypes
import MicroHTTP
import ScenarioStore
import Testing

@testable import Playground

/// Scenarios of participants: who sees them, and who changes them.
@Suite struct OwnScenariosTests {
  private static func names(_ text: String) -> [String] {
    (json(text)["scenarios"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  /// `counter` and `plain` for all, `ann/mine` and `bob/secret`.
  private func fixture() async throws -> SavedFixture {
    let fixture = try await SavedFixture(files: ["counter": SavedFixture.text("Counter")])
    _ = await fixture.send(.put, "/api/scenarios/plain", SavedFixture.text("Plain"))
    _ = await fixture.send(.put, "/api/scenarios/@ann/mine", SavedFixture.text("Mine"), as: .ann)
    _ = await fixture.send(.put, "/api/scenarios/@bob/secret", SavedFixture.text("Secret"), as: .bob)
    return fixture
  }

  @Test func `a participant saves under their own name, at an address of two segments`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(.put, "/api/scenarios/@ann/mine", SavedFixture.text("Mine"), as: .ann)
    #expect(answer.status == 201)
    #expect(answer.fields[.location] == "/api/scenarios/@ann/mine")
    let members = json(answer.text)
    #expect(members["name"] as? String == "ann/mine")
    #expect(members["owner"] as? String == "ann")
    #expect(members["mine"] as? Bool == true)
    #expect(members["play"] as? String == "/play/@ann/mine")
    #expect(fixture.title("ann/mine") == "Mine")
  }

  @Test(arguments: ["mine", "@bob/mine", "bob%2Fmine", "%40bob/mine", "@ann-2/mine", "@/mine", "@ann"])
  func `nothing is saved under another name`(name: String) async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(.put, "/api/scenarios/\(name)", SavedFixture.text("Mine"), as: .ann)
    #expect([403, 404].contains(answer.status))
    #expect(try await fixture.saved.store.list().isEmpty)
  }

  @Test func `a refusal says under which name it can be saved`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Mine"), as: .ann)
    #expect(
      json(answer.text)["detail"] as? String
        == "'mine' is not yours to change. Save it under your own name: @ann/mine.")
  }

  @Test func `everybody lists what is everybody's, participants their own too, the presenter all`()
    async throws
  {
    let fixture = try await fixture()
    func list(_ access: Door.Access, _ query: String = "") async -> [String] {
      await Self.names(fixture.send(.get, "/api/scenarios" + query, [], as: access).text)
    }
    #expect(await list(.visitor) == ["counter", "plain"])
    #expect(await list(.ann) == ["ann/mine", "counter", "plain"])
    #expect(await list(.bob) == ["bob/secret", "counter", "plain"])
    #expect(await list(.presenter) == ["ann/mine", "bob/secret", "counter", "plain"])
    #expect(await list(.ann, "?search=secret") == [])
    #expect(await list(.ann, "?sort=-name&limit=1") == ["plain"])
    #expect(await list(.participant("cem")) == ["counter", "plain"])
    #expect(await list(.ann, "?mine=true") == ["ann/mine"])
    #expect(await list(.ann, "?mine=false") == ["counter", "plain"])
    #expect(await list(.ann, "?owner=bob") == [])
    #expect(await list(.presenter, "?owner=bob") == ["bob/secret"])
  }

  @Test func `a list is told apart by its entity tag from what others see`() async throws {
    let fixture = try await fixture()
    var tags: Set<String> = []
    for access in [Door.Access.visitor, .ann, .bob, .presenter] {
      let answer = await fixture.send(.get, "/api/scenarios", [], as: access)
      #expect(answer.fields[.vary] == "Authorization, Cookie")
      tags.insert(answer.fields[.eTag] ?? "")
    }
    #expect(tags.count == 4)
    let known = await fixture.send(.get, "/api/scenarios", [], as: .ann).fields[.eTag]
    for (access, status) in [(Door.Access.ann, 304), (.bob, 200), (.visitor, 200)] {
      let answer = await fixture.send(
        .get, "/api/scenarios", [], [.ifNoneMatch: known ?? ""], as: access)
      #expect(answer.status == status)
    }
  }

  @Test func `without conditions all that one sees are listed, however many they are`() async throws {
    let fixture = try await SavedFixture()
    let versions = (1...1_000).map { NewVersion(name: "s-\($0)", source: "steps: []") }
    try await fixture.saved.save(
      all: versions.dropLast() + [NewVersion(name: "ann/mine", source: "steps: []")])
    try fixture.write("steps: []", to: "file-1")
    try fixture.write("steps: []", to: "file-2")
    let answer = json(await fixture.send(.get, "/api/scenarios", [], as: .ann).text)
    #expect((answer["scenarios"] as? [Any])?.count == 1_002)
    #expect(answer["limit"] as? Int == 1_002)
  }

  @Test func `the list says what is one's own`() async throws {
    let fixture = try await fixture()
    let answer = await fixture.send(.get, "/api/scenarios", [], as: .ann)
    let entries = json(answer.text)["scenarios"] as? [[String: Any]] ?? []
    #expect(entries.map { $0["mine"] as? Bool } == [true, false, false])
    #expect(entries.map { $0["owner"] as? String } == ["ann", nil, nil])
  }

  @Test(arguments: [
    "", "/outline", "/export", "/versions", "/versions/1", "/diff",
  ]) func `another's is answered as if it were not there`(path: String) async throws {
    let fixture = try await fixture()
    for access in [Door.Access.ann, .visitor] {
      let there = await fixture.send(.get, "/api/scenarios/@bob/secret\(path)", [], as: access)
      let notThere = await fixture.send(.get, "/api/scenarios/@bob/nothin\(path)", [], as: access)
      #expect(there.status == 404)
      #expect(notThere.status == 404)
      #expect(there.text == notThere.text.replacing("nothin", with: "secret"))
      #expect(there.fields == notThere.fields)
    }
    for access in [Door.Access.bob, .presenter] {
      let answer = await fixture.send(.get, "/api/scenarios/@bob/secret\(path)", [], as: access)
      #expect(answer.status == 200)
    }
  }

  @Test func `no name of another's is proposed`() async throws {
    let fixture = try await fixture()
    for (access, isProposed) in [
      (Door.Access.ann, false), (.visitor, false), (.bob, true), (.presenter, true),
    ] {
      for name in ["@bob/secre", "secret"] {
        let answer = await fixture.send(.get, "/api/scenarios/\(name)", [], as: access)
        #expect(answer.text.contains("Did you mean") == isProposed, "\(access.role) \(name)")
      }
    }
  }

  @Test(arguments: [
    (HTTPRequest.Method.put, "", "steps: []"), (.delete, "", ""), (.post, "/undelete", ""),
    (.post, "/rename", #"{"name":"ann/x"}"#), (.post, "/versions/1/restore", ""),
  ]) func `another's is not changed, there or not`(method: HTTPRequest.Method, path: String, body: String)
    async throws
  {
    let fixture = try await fixture()
    let before = try await fixture.saved.store.list()
    let type = body.hasPrefix("{") ? "application/json" : "application/yaml"
    for name in ["@bob/secret", "@bob/nothing", "plain", "counter", "nothing"] {
      let answer = await fixture.send(method, "/api/scenarios/\(name)\(path)", body, type: type, as: .ann)
      #expect(answer.status == 403, "\(method) \(name)\(path)")
    }
    #expect(try await fixture.saved.store.list() == before)
  }

  @Test func `what one sees one may copy, to one's own name only`() async throws {
    let fixture = try await fixture()
    func copy(_ name: String, to newName: String) async -> Int {
      let body = #"{"name":"\#(newName)"}"#
      let target = "/api/scenarios/\(name)/duplicate"
      return await fixture.send(.post, target, body, type: "application/json", as: .ann).status
    }
    #expect(await copy("counter", to: "ann/counter") == 201)
    #expect(await copy("@ann/mine", to: "ann/mine-2") == 201)
    #expect(await copy("@bob/secret", to: "ann/stolen") == 404)
    #expect(await copy("counter", to: "bob/counter") == 403)
    #expect(await copy("counter", to: "counter-2") == 403)
    #expect(await copy("counter", to: "ann/mine") == 409)
    #expect(fixture.title("ann/counter") == "Counter")
  }

  @Test func `a name is changed within one's own`() async throws {
    let fixture = try await fixture()
    func rename(_ name: String, to newName: String, _ access: Door.Access) async -> Int {
      let body = #"{"name":"\#(newName)"}"#
      let target = "/api/scenarios/\(name)/rename"
      return await fixture.send(.post, target, body, type: "application/json", as: access).status
    }
    #expect(await rename("@ann/mine", to: "bob/mine", .ann) == 403)
    #expect(await rename("@ann/mine", to: "mine", .ann) == 403)
    #expect(await rename("@ann/mine", to: "bob/mine", .presenter) == 409)
    #expect(await rename("@ann/mine", to: "ann/other", .ann) == 200)
    #expect(fixture.title("ann/other") == "Mine")
  }

  @Test func `an address that a participant's scenario declares is left out, with a warning that says why`()
    async throws
  {
    let fixture = try await SavedFixture(files: ["counter": SavedFixture.text("Counter", path: "/events")])
    for path in ["/events", "/free"] {
      let answer = await fixture.send(
        .put, "/api/scenarios/@ann/mine", SavedFixture.text("Mine", path: path), as: .ann)
      #expect(answer.status < 300)
      let members = json(answer.text)
      #expect(members["address"] is NSNull)
      #expect(members["valid"] as? Bool == true)
      let mistakes = members["mistakes"] as? [[String: Any]] ?? []
      #expect(mistakes.map { $0["severity"] as? String } == ["warning"])
      #expect(
        mistakes.first?["message"] as? String
          == "the address \(path) is left out: addresses are shared by all, so a participant's scenario plays at /play/@ann/mine only"
      )
    }
    #expect(fixture.catalog.snapshot.entry(at: "/free") == nil)
    #expect(fixture.catalog.snapshot.entry(at: "/events")?.entry.name == "counter")
    _ = await fixture.send(.put, "/api/scenarios/free", SavedFixture.text("Free", path: "/free"))
    #expect(fixture.catalog.snapshot.entry(at: "/free")?.entry.name == "free")
    let checked = await fixture.send(
      .post, "/api/validate?name=ann/mine", SavedFixture.text("Mine", path: "/events"), as: .ann)
    #expect((json(checked.text)["warnings"] as? [Any])?.count == 1)
    #expect((json(checked.text)["mistakes"] as? [Any])?.count == 0)
  }

  @Test func `a scenario includes what is everybody's and its owner's own, and nobody else's`() async throws {
    let fixture = try await fixture()
    func save(_ name: String, including other: String, _ access: Door.Access) async -> (Int, String) {
      let answer = await fixture.send(
        .put, "/api/scenarios/\(name)", "steps:\n  - include: \(other)\n", as: access)
      return (answer.status, answer.text)
    }
    #expect(await save("@ann/a", including: "plain", .ann).0 == 201)
    #expect(await save("@ann/b", including: "mine", .ann).0 == 201)
    // A copy goes before what it is a copy of, except in itself.
    #expect(await save("@ann/plain", including: "plain", .ann).0 == 201)
    for other in ["bob/secret", "secret", "'@bob/secret'", "ann/mine"] {
      let (status, text) = await save("@ann/c", including: other, .ann)
      #expect(status == 422)
      #expect(!text.contains("Secret"))
    }
    #expect(await save("public", including: "ann/mine", .presenter).0 == 422)
    #expect(await save("public", including: "mine", .presenter).0 == 422)
    let source = "steps:\n  - include: secret\n"
    for query in ["", "?name=ann/x", "?name=bob/x"] {
      let checked = await fixture.send(.post, "/api/validate\(query)", source, as: .ann)
      #expect(!checked.text.contains("Secret"))
    }
    #expect(await fixture.send(.post, "/api/drafts", source, as: .ann).status == 422)
    #expect(await fixture.send(.post, "/api/drafts", source, as: .bob).status == 201)
  }

  @Test func `who includes their own is played anew when that changes`() async throws {
    let fixture = try await fixture()
    _ = await fixture.send(.put, "/api/scenarios/@ann/outer", "steps:\n  - include: plain\n", as: .ann)
    let before = fixture.catalog.snapshot["ann/outer"]?.scenario?.fingerprint
    _ = await fixture.send(.put, "/api/scenarios/@ann/plain", SavedFixture.text("My plain"), as: .ann)
    #expect(fixture.catalog.snapshot["ann/outer"]?.scenario?.fingerprint != before)
    let other = fixture.catalog.snapshot["plain"]?.scenario?.title
    #expect(other == "Plain")
  }

  @Test func `one participant has a hundred scenarios at most`() async throws {
    var limits = StoreLimits()
    limits.ownScenarios = 1
    let fixture = try await SavedFixture(limits: limits)
    for (name, access, status) in [
      ("@ann/a", Door.Access.ann, 201), ("@ann/b", .ann, 507), ("@bob/a", .bob, 201), ("a", .presenter, 201),
    ] {
      let answer = await fixture.send(.put, "/api/scenarios/\(name)", SavedFixture.text("X"), as: access)
      #expect(answer.status == status)
    }
    #expect(StoreLimits().ownScenarios == 100)
  }

  // MARK: Removed meanwhile

  @Test(arguments: [
    (HTTPRequest.Method.put, "mine", "steps: []"), (.put, "new", "steps: []"), (.delete, "mine", ""),
    (.post, "gone/undelete", ""), (.post, "mine/rename", #"{"name":"ann/x"}"#),
    (.post, "mine/duplicate", #"{"name":"ann/x"}"#), (.post, "mine/versions/1/restore", ""),
  ]) func `what a removed participant still writes is refused, also when another has the name`(
    method: HTTPRequest.Method, path: String, body: String
  ) async throws {
    let fixture = try await fixture()
    let store = fixture.saved.store
    #expect(try await store.removeParticipant("ann"))
    for isAnotherThere in [false, true] {
      if isAnotherThere {
        _ = try await store.join("ann", session: "ann-other", colours: 12, round: "one")
        // The other's are not the former participant's to change.
        for name in ["ann/mine", "ann/gone"] {
          try await store.save(NewVersion(name: name, source: "steps: []"), by: "ann-other")
        }
        try await store.delete("ann/gone", by: "ann-other")
        await fixture.saved.refresh()
      }
      let before = try await store.list()
      let type = body.hasPrefix("{") ? "application/json" : "application/yaml"
      let answer = await fixture.send(method, "/api/scenarios/@ann/\(path)", body, type: type, as: .ann)
      let isGone = path.hasSuffix("restore") && !isAnotherThere
      #expect(answer.status == (isGone ? 404 : 403))
      #expect(isGone || answer.text.contains("You are not in the room any more: join again."))
      #expect(try await store.list() == before)
    }
  }

  @Test func `an archive that a removed participant brings is refused, the presenter's is not`() async throws
  {
    let fixture = try await fixture()
    let archive = await fixture.send(.get, "/api/export", [], as: .presenter).bytes
    #expect(try await fixture.saved.store.removeParticipant("ann"))
    for (access, status) in [(Door.Access.ann, 403), (.presenter, 200)] {
      let answer = await fixture.send(.post, "/api/import", archive, type: "application/gzip", as: access)
      #expect(answer.status == status)
    }
    #expect(try await fixture.saved.store.list().map(\.name) == ["ann/mine", "bob/secret", "plain"])
  }

  // MARK: Taking along

  private func files(_ archive: [UInt8]) throws -> [String] {
    try TarArchive.read(archive, limit: 1 << 20, entryLimit: 100).map(\.name)
  }

  @Test func `everybody takes home what is theirs`() async throws {
    let fixture = try await fixture()
    for (access, expected) in [
      (Door.Access.ann, ["scenarios/mine.yaml"]), (.bob, ["scenarios/secret.yaml"]),
      (.participant("cem"), []), (.visitor, ["scenarios/plain.yaml"]),
      (.presenter, ["scenarios/@ann/mine.yaml", "scenarios/@bob/secret.yaml", "scenarios/plain.yaml"]),
    ] {
      let export = await fixture.send(.get, "/api/export", [], as: access)
      #expect(try files(export.bytes) == expected)
    }
    let one = await fixture.send(.get, "/api/scenarios/@ann/mine/export", [], as: .ann)
    #expect(one.fields[.contentDisposition] == "attachment; filename=\"mine.yaml\"")
  }

  @Test func `what a participant brings is theirs, what the presenter brings is whose it was`() async throws {
    let fixture = try await fixture()
    let all = await fixture.send(.get, "/api/export", [], as: .presenter).bytes
    func bring(_ archive: [UInt8], _ access: Door.Access) async throws -> [String] {
      let other = try await SavedFixture()
      let answer = await other.send(.post, "/api/import", archive, type: "application/gzip", as: access)
      #expect(answer.status == 200)
      return try await other.saved.store.list().map(\.name)
    }
    #expect(try await bring(all, .presenter) == ["ann/mine", "bob/secret", "plain"])
    #expect(try await bring(all, .ann) == ["ann/mine", "ann/plain", "ann/secret"])
    let own = await fixture.send(.get, "/api/export", [], as: .bob).bytes
    #expect(try await bring(own, .ann) == ["ann/secret"])
    #expect(try await bring(own, .presenter) == ["secret"])
  }

  // MARK: Drafts

  @Test func `a draft is read and deleted by who made it, and by the presenter`() async throws {
    let fixture = try await SavedFixture()
    func draft(_ access: Door.Access) async -> String {
      let answer = await fixture.send(.post, "/api/drafts", SavedFixture.text("Draft"), as: access)
      return json(answer.text)["id"] as? String ?? ""
    }
    func status(_ method: HTTPRequest.Method, _ id: String, _ access: Door.Access) async -> Int {
      await fixture.send(method, "/api/drafts/\(id)", [], as: access).status
    }
    let own = await draft(.ann)
    for access in [Door.Access.bob, .visitor] {
      #expect(await status(.get, own, access) == 404)
      #expect(await status(.delete, own, access) == 404)
    }
    #expect(await status(.get, own, .ann) == 200)
    #expect(await status(.get, own, .presenter) == 200)
    #expect(await status(.delete, own, .ann) == 204)
    #expect(await status(.delete, await draft(.ann), .presenter) == 204)
    let presented = await draft(.presenter)
    #expect(await status(.get, presented, .ann) == 200)
    #expect(await status(.delete, presented, .ann) == 403)
    #expect(await status(.get, presented, .presenter) == 200)
  }
}
