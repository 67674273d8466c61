import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct TryingAPITests {
  @Test func `a right text is answered with the first actions of its plan`() async throws {
    let fixture = try await SavedFixture()
    let answer = await fixture.send(.post, "/api/validate?actions=2", SavedFixture.text("One"))
    #expect(answer.status == 200)
    let body = json(answer.text)
    #expect(body["valid"] as? Bool == true)
    #expect((body["mistakes"] as? [Any])?.isEmpty == true)
    #expect(body["title"] as? String == "One")
    let actions = body["actions"] as? [[String: Any]] ?? []
    #expect(actions.compactMap { $0["action"] as? String } == ["head", "write"])
    #expect(actions.last?["text"] as? String == "data: One\n\n")
    #expect(body["more"] as? Bool == true)
    #expect(try await fixture.saved.store.list().isEmpty)
  }

  @Test func `a wrong text is answered with its mistakes`() async throws {
    let fixture = try await SavedFixture()
    let body = json(await fixture.send(.post, "/api/validate", "titel: x\nsteps: 7\n").text)
    #expect(body["valid"] as? Bool == false)
    #expect((body["mistakes"] as? [[String: Any]])?.compactMap { $0["line"] as? Int } == [1, 2])
  }

  @Test func `with a name, conflicts are found too`() async throws {
    let fixture = try await SavedFixture(files: ["counter": SavedFixture.text("File", path: "/events")])
    let text = SavedFixture.text("Mine", path: "/events")
    #expect(json(await fixture.send(.post, "/api/validate", text).text)["valid"] as? Bool == true)
    let named = json(await fixture.send(.post, "/api/validate?name=mine", text).text)
    #expect(named["valid"] as? Bool == false)
    #expect("\(named["mistakes"] ?? "")".contains("counter.yaml"))
    #expect(await fixture.send(.post, "/api/validate?actions=-1", text).status == 400)
  }

  @Test func `a draft is kept until it is removed`() async throws {
    let fixture = try await SavedFixture()
    let created = await fixture.send(.post, "/api/drafts", SavedFixture.text("Draft"))
    #expect(created.status == 201)
    let id = try #require(json(created.text)["id"] as? String)
    #expect(json(created.text)["play"] as? String == "/play/\(id)")
    #expect(fixture.drafts.draft(id)?.scenario.title == "Draft")
    let read = await fixture.send(.get, "/api/drafts/\(id)")
    #expect(json(read.text)["source"] as? String == SavedFixture.text("Draft"))
    #expect(await fixture.send(.delete, "/api/drafts/\(id)").status == 204)
    #expect(await fixture.send(.get, "/api/drafts/\(id)").status == 404)
    #expect(await fixture.send(.post, "/api/drafts", "steps: 7").status == 422)
  }
}
