import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct VersionsAPITests {
  private func fixture() async throws -> SavedFixture {
    let fixture = try await SavedFixture(files: ["counter": SavedFixture.text("File")])
    for title in ["One", "Two", "Three"] {
      _ = await fixture.send(.put, "/api/scenarios/mine?note=\(title)", SavedFixture.text(title))
    }
    return fixture
  }

  @Test func `each save is a version that can be read`() async throws {
    let fixture = try await fixture()
    let list =
      json(await fixture.send(.get, "/api/scenarios/mine/versions").text)["versions"] as? [[String: Any]]
    #expect(list?.compactMap { $0["number"] as? Int } == [3, 2, 1])
    #expect(list?.compactMap { $0["note"] as? String } == ["Three", "Two", "One"])
    let first = await fixture.send(.get, "/api/scenarios/mine/versions/1")
    #expect(json(first.text)["source"] as? String == SavedFixture.text("One"))
    let plain = await fixture.send(.get, "/api/scenarios/mine/versions/2", [], [.accept: "application/yaml"])
    #expect(plain.text == SavedFixture.text("Two"))
    for (target, status) in [
      ("mine/versions/9", 404), ("mine/versions/0", 400), ("mine/versions/x", 400), ("none/versions", 404),
      ("counter/versions", 404),
    ] {
      #expect(await fixture.send(.get, "/api/scenarios/\(target)").status == status, "\(target)")
    }
  }

  @Test func `restoring saves an earlier text as the next version`() async throws {
    let fixture = try await fixture()
    let tag = await fixture.send(.get, "/api/scenarios/mine").fields[.eTag] ?? ""
    #expect(
      await fixture.send(.post, "/api/scenarios/mine/versions/1/restore", [], [.ifMatch: "\"x\""]).status
        == 412)
    let restored = await fixture.send(.post, "/api/scenarios/mine/versions/1/restore", [], [.ifMatch: tag])
    #expect(restored.status == 200)
    #expect(json(restored.text)["version"] as? Int == 4)
    #expect(json(restored.text)["note"] as? String == "restored from version 1")
    #expect(fixture.title("mine") == "One")
  }

  @Test func `two versions are compared as diff -u does`() async throws {
    let fixture = try await fixture()
    let diff = await fixture.send(.get, "/api/scenarios/mine/diff?from=1&to=2", [], [.accept: "text/plain"])
    #expect(
      diff.text == """
        --- mine.yaml version 1
        +++ mine.yaml version 2
        @@ -1,3 +1,3 @@
        -title: One
        +title: Two
         steps:
        -  - data: One
        +  - data: Two

        """)
    let latest = json(await fixture.send(.get, "/api/scenarios/mine/diff").text)
    #expect(latest["from"] as? Int == 2)
    #expect(latest["to"] as? Int == 3)
    #expect(await fixture.send(.get, "/api/scenarios/mine/diff?from=7").status == 404)
    #expect(await fixture.send(.get, "/api/scenarios/mine/diff?from=a").status == 400)
  }
}
