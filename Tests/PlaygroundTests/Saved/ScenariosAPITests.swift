import HTTPTypes
import MicroHTTP
import ScenarioStore
import Testing

@testable import Playground

@Suite struct ScenariosAPITests {
  private static let one = SavedFixture.text("One")

  @Test func `a saved text is played, and read back as it was written`() async throws {
    let fixture = try await SavedFixture()
    let text = "# mine\r\n" + Self.one + "# é e\u{301}\n"
    let created = await fixture.send(.put, "/api/scenarios/mine", text)
    #expect(created.status == 201)
    #expect(created.fields[.location] == "/api/scenarios/mine")
    #expect(fixture.title("mine") == "One")
    let read = await fixture.send(.get, "/api/scenarios/mine")
    #expect(read.fields[.eTag] == created.fields[.eTag])
    #expect(json(read.text)["origin"] as? String == "saved")
    #expect(json(read.text)["version"] as? Int == 1)
    #expect(json(read.text)["source"] as? String == text)
    let plain = await fixture.send(.get, "/api/scenarios/mine", [], [.accept: "application/yaml"])
    #expect(plain.bytes == Array(text.utf8))
    #expect(plain.fields[.contentType] == "application/yaml; charset=utf-8")
  }

  @Test func `a lost update is refused with the present tag`() async throws {
    let fixture = try await SavedFixture()
    let first = await fixture.send(.put, "/api/scenarios/mine", Self.one, [.ifNoneMatch: "*"])
    let tag = try #require(first.fields[.eTag])
    let second = await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Two"), [.ifMatch: tag])
    #expect(second.status == 200)
    let lost = await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Three"), [.ifMatch: tag])
    #expect(lost.status == 412)
    #expect(lost.fields[.eTag] == second.fields[.eTag])
    #expect(lost.fields[.contentType] == "application/problem+json")
    let again = await fixture.send(.put, "/api/scenarios/mine", Self.one, [.ifNoneMatch: "*"])
    #expect(again.status == 412)
    let weak = await fixture.send(
      .put, "/api/scenarios/mine", Self.one, [.ifMatch: "W/\(second.fields[.eTag] ?? "")"])
    #expect(weak.status == 412)
    #expect(fixture.title("mine") == "Two")
  }

  @Test func `without a condition whatever is there gets a next version`() async throws {
    let fixture = try await SavedFixture()
    #expect(await fixture.send(.put, "/api/scenarios/mine", Self.one).status == 201)
    let second = await fixture.send(.put, "/api/scenarios/mine?note=why&author=Ada", SavedFixture.text("Two"))
    #expect(second.status == 200)
    #expect(json(second.text)["note"] as? String == "why")
    #expect(json(second.text)["author"] as? String == "Ada")
  }

  @Test func `a JSON body is the scenario, or has it as its source`() async throws {
    let fixture = try await SavedFixture()
    let document = #"{"title": "J",  "steps": [{"data": "x"}]}"#
    #expect(await fixture.send(.put, "/api/scenarios/a", document, type: "application/json").status == 201)
    #expect(json(await fixture.send(.get, "/api/scenarios/a").text)["source"] as? String == document)
    let envelope = ##"{"source": "title: E # kept\nsteps:\n  - data: x\n", "note": "n"}"##
    #expect(await fixture.send(.put, "/api/scenarios/b", envelope, type: "application/json").status == 201)
    #expect(
      json(await fixture.send(.get, "/api/scenarios/b").text)["source"] as? String
        == "title: E # kept\nsteps:\n  - data: x\n")
    for (body, status) in [
      ("{", 400), ("[1]", 422), (#"{"source": 1}"#, 422), (#"{"source": "", "x": 1}"#, 422),
    ] {
      #expect(
        await fixture.send(.put, "/api/scenarios/c", body, type: "application/json").status == status,
        "\(body)")
    }
    #expect(await fixture.send(.put, "/api/scenarios/c", [0xFF, 0xFE]).status == 400)
  }

  @Test func `a text with mistakes is refused with each of them and its place`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(
      .put, "/api/scenarios/bad", "titel: x\nsteps:\n  - after: 250\n    data: x\n")
    #expect(answer.status == 422)
    let mistakes = try #require(json(answer.text)["mistakes"] as? [[String: Any]])
    #expect(mistakes.map { $0["line"] as? Int } == [1, 3])
    #expect(await fixture.send(.get, "/api/scenarios/bad").status == 404)
  }

  @Test func `names and addresses that others have are refused, with the other's name`() async throws {
    let fixture = try await SavedFixture(files: ["counter": SavedFixture.text("File", path: "/events")])
    let name = await fixture.send(.put, "/api/scenarios/counter", Self.one)
    #expect(name.status == 409)
    #expect(name.text.contains("counter.yaml"))
    let address = await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Mine", path: "/events"))
    #expect(address.status == 409)
    #expect(address.text.contains("counter.yaml"))
    #expect(
      await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Mine", path: "/own/{id}")).status
        == 201)
    #expect(fixture.catalog.snapshot.entry(at: "/own/7")?.entry.name == "mine")
    let other = await fixture.send(.put, "/api/scenarios/other", SavedFixture.text("Other", path: "/own/{x}"))
    #expect(other.status == 409)
    #expect(other.text.contains("'mine'"))
    #expect(
      await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Mine 2", path: "/own/{y}")).status
        == 200)
  }

  @Test func `conditions that cannot both hold are told so`() async throws {
    let fixture = try await SavedFixture()
    let fields: HTTPFields = [.ifMatch: "*", .ifNoneMatch: "*"]
    #expect(await fixture.send(.put, "/api/scenarios/a", Self.one, fields).status == 412)
    _ = await fixture.send(.put, "/api/scenarios/a", Self.one)
    #expect(await fixture.send(.put, "/api/scenarios/a", SavedFixture.text("B"), fields).status == 412)
    #expect(fixture.title("a") == "One")
  }

  @Test func `a body that is no JSON is refused with the place`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(
      .put, "/api/scenarios/a", "{\n  \"steps\": [,]\n}", type: "application/json")
    #expect(answer.status == 400)
    let detail = try #require(json(answer.text)["detail"] as? String)
    #expect(detail == "The body is not JSON. Line 2, column 13: a value is expected.")
  }

  @Test func `a sentence that ends in a question mark gets no full stop`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(.put, "/api/scenarios/a", "steps:\n  - dta: x\n")
    let detail = try #require(json(answer.text)["detail"] as? String)
    #expect(detail.hasSuffix("did you mean 'data'?"), "\(detail)")
  }

  @Test func `a file is not to be changed here`() async throws {
    let fixture = try await SavedFixture(files: ["counter": Self.one])
    #expect(await fixture.send(.delete, "/api/scenarios/counter").status == 409)
    let rename = await fixture.send(
      .post, "/api/scenarios/counter/rename", #"{"name": "x"}"#, type: "application/json")
    #expect(rename.status == 409)
    #expect(await fixture.send(.post, "/api/scenarios/counter/undelete").status == 409)
  }

  @Test func `a file that comes later goes before the saved one of its name`() async throws {
    let fixture = try await SavedFixture()
    _ = await fixture.send(.put, "/api/scenarios/mine", Self.one)
    try fixture.write(SavedFixture.text("File"), to: "mine")
    #expect(fixture.title("mine") == "File")
    let list = json(await fixture.send(.get, "/api/scenarios").text)["scenarios"] as? [[String: Any]]
    #expect(list?.compactMap { $0["name"] as? String } == ["mine", "saved/mine"])
    #expect(await fixture.send(.delete, "/api/scenarios/mine").status == 200)
    #expect(await fixture.send(.delete, "/api/scenarios/mine").status == 409)
  }

  @Test func `what was deleted comes back`() async throws {
    let fixture = try await SavedFixture()
    let created = await fixture.send(.put, "/api/scenarios/mine", Self.one)
    #expect(await fixture.send(.delete, "/api/scenarios/mine", [], [.ifMatch: "\"other\""]).status == 412)
    #expect(
      await fixture.send(.delete, "/api/scenarios/mine", [], [.ifMatch: created.fields[.eTag] ?? ""]).status
        == 200)
    #expect(fixture.title("mine") == nil)
    #expect(await fixture.send(.delete, "/api/scenarios/mine").status == 404)
    let back = await fixture.send(.post, "/api/scenarios/mine/undelete")
    #expect(back.status == 200)
    #expect(back.fields[.eTag] == created.fields[.eTag])
    #expect(fixture.title("mine") == "One")
    #expect(await fixture.send(.post, "/api/scenarios/mine/undelete").status == 409)
  }

  @Test func `renaming moves the address that plays it`() async throws {
    let fixture = try await SavedFixture(files: ["file": Self.one])
    _ = await fixture.send(.put, "/api/scenarios/a", SavedFixture.text("A", path: "/own"))
    _ = await fixture.send(.put, "/api/scenarios/b", SavedFixture.text("B"))
    func rename(_ name: String) async -> Int {
      await fixture.send(.post, "/api/scenarios/a/rename", #"{"name": "\#(name)"}"#, type: "application/json")
        .status
    }
    #expect(await rename("b") == 409)
    #expect(await rename("file") == 409)
    #expect(await rename("No") == 422)
    #expect(await rename("c") == 200)
    #expect(fixture.title("c") == "A")
    #expect(fixture.catalog.snapshot.entry(at: "/own")?.entry.name == "c")
    #expect(await rename("d") == 404)
  }

  @Test func `a copy has the same text but for its address`() async throws {
    let fixture = try await SavedFixture(files: [
      "counter": "# c\n" + SavedFixture.text("File", path: "/events")
    ])
    let copy = await fixture.send(
      .post, "/api/scenarios/counter/duplicate", #"{"name": "mine"}"#, type: "application/json")
    #expect(copy.status == 201)
    #expect(
      json(copy.text)["source"] as? String == "# c\ntitle: File\n# path: /events\nsteps:\n  - data: File\n")
    #expect(
      await fixture.send(
        .post, "/api/scenarios/counter/duplicate", #"{"name": "mine"}"#, type: "application/json"
      ).status
        == 409)
    #expect(
      await fixture.send(.post, "/api/scenarios/none/duplicate", #"{"name": "x"}"#, type: "application/json")
        .status == 404)
  }

  @Test func `the list is searched, sorted and cut into pages`() async throws {
    let fixture = try await SavedFixture(files: [
      "counter": SavedFixture.text("Zebra"), "other": "tags: [red]\n" + Self.one,
    ])
    for (name, title) in [("c", "Apple pie"), ("d", "Pie")] {
      _ = await fixture.send(.put, "/api/scenarios/\(name)", SavedFixture.text(title))
    }
    func names(_ query: String) async -> [String] {
      let body = json(await fixture.send(.get, "/api/scenarios?\(query)").text)
      return (body["scenarios"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    }
    #expect(await names("") == ["c", "counter", "d", "other"])
    #expect(await names("search=PIE") == ["c", "d"])
    #expect(await names("origin=saved&sort=-name") == ["d", "c"])
    #expect(await names("sort=title") == ["c", "other", "d", "counter"])
    #expect(await names("sort=-updated&limit=1") == ["d"])
    #expect(await names("tag=red") == ["other"])
    #expect(await names("valid=false").isEmpty)
    let page = await fixture.send(.get, "/api/scenarios?offset=1&limit=2")
    #expect(json(page.text)["total"] as? Int == 4)
    #expect(
      page.fields[.known("Link")]
        == "</api/scenarios?offset=3&limit=2>; rel=\"next\", </api/scenarios?offset=0&limit=2>; rel=\"prev\"")
    #expect(await fixture.send(.get, "/api/scenarios", [], [.ifNoneMatch: "*"]).status == 304)
    for query in ["limit=0", "limit=x", "offset=-1", "sort=size", "origin=disk", "valid=1"] {
      #expect(await fixture.send(.get, "/api/scenarios?\(query)").status == 400, "\(query)")
    }
  }

  @Test func `the quota is told as such`() async throws {
    var limits = StoreLimits()
    limits.scenarios = 1
    limits.source = 100
    let fixture = try await SavedFixture(limits: limits)
    #expect(await fixture.send(.put, "/api/scenarios/a", Self.one).status == 201)
    #expect(await fixture.send(.put, "/api/scenarios/b", Self.one).status == 507)
    #expect(
      await fixture.send(.put, "/api/scenarios/a", Self.one + String(repeating: "#", count: 100)).status
        == 413)
    #expect(await fixture.send(.put, "/api/scenarios/-a", Self.one).status == 422)
  }

  @Test func `what another process saves is played after the next look`() async throws {
    let fixture = try await SavedFixture()
    let other = fixture.otherStore()
    try await other.save(NewVersion(name: "theirs", source: Self.one))
    try await other.save(NewVersion(name: "broken", source: "steps: 7\n"))
    await fixture.saved.refresh()
    #expect(fixture.title("theirs") == "One")
    #expect(fixture.catalog.snapshot["broken"]?.isValid == false)
    try await other.rename("theirs", to: "renamed")
    try await other.delete("broken")
    await fixture.saved.refresh()
    #expect(fixture.catalog.snapshot.entries.map(\.name) == ["renamed"])
  }

  @Test func `of two saves at once that want one address one is refused`() async throws {
    let fixture = try await SavedFixture()
    let statuses = await withTaskGroup(of: Int.self) { group in
      for number in 0..<10 {
        group.addTask {
          await fixture.send(.put, "/api/scenarios/s\(number)", SavedFixture.text("S", path: "/own")).status
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 9))
  }

  @Test func `an address that another process saved a moment ago is refused with its name`() async throws {
    let fixture = try await SavedFixture()
    try await fixture.otherStore().save(
      NewVersion(name: "theirs", source: SavedFixture.text("T", path: "/own/{id}"), address: "/own/{}"))
    #expect(fixture.title("theirs") == nil)
    let answer = await fixture.send(.put, "/api/scenarios/ours", SavedFixture.text("O", path: "/own/{x}"))
    #expect(answer.status == 409)
    #expect(
      json(answer.text)["detail"] as? String
        == "This cannot be saved: the address /own/{x} belongs to the saved scenario 'theirs'.")
    #expect(fixture.title("theirs") == "T")
  }

  @Test func `a saved scenario that a file hides keeps no address from others`() async throws {
    let fixture = try await SavedFixture()
    _ = await fixture.send(.put, "/api/scenarios/mine", SavedFixture.text("Mine", path: "/own"))
    try fixture.write(SavedFixture.text("File"), to: "mine")
    let other = await fixture.send(.put, "/api/scenarios/other", SavedFixture.text("Other", path: "/own"))
    #expect(other.status == 201)
    #expect(fixture.catalog.snapshot.entry(at: "/own")?.entry.name == "other")
  }

  @Test func `what a scenario includes is looked up again when it changes`() async throws {
    let fixture = try await SavedFixture()
    let other = fixture.otherStore()
    try await other.save(NewVersion(name: "a-user", source: "steps:\n  - include: used\n"))
    try await other.save(NewVersion(name: "used", source: "steps:\n  - data: x\n"))
    await fixture.saved.refresh()
    #expect(fixture.catalog.snapshot["a-user"]?.mistakes == [])
    #expect(fixture.catalog.snapshot["a-user"]?.scenario?.estimate.events == 1)
    _ = await fixture.send(.put, "/api/scenarios/used", "steps:\n  - data: x\n  - data: y\n")
    #expect(fixture.catalog.snapshot["a-user"]?.scenario?.estimate.events == 2)
    try fixture.write("steps:\n  - data: 1\n  - data: 2\n  - data: 3\n", to: "used")
    await fixture.saved.refresh()
    #expect(fixture.catalog.snapshot["a-user"]?.scenario?.estimate.events == 3)
  }
}
