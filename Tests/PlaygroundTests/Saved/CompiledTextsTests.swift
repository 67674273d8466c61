import Testing

@testable import Playground

@Suite struct CompiledTextsTests {
  @Test func `a save compiles its text once`() async throws {
    let fixture = try await SavedFixture()
    for (body, status) in [("steps: [{ data: a }]", 201), ("steps: [{ data: b }]", 200), ("steps: 1", 422)] {
      let before = fixture.saved.compiled.count
      let answer = await fixture.send(.put, "/api/scenarios/once", body)
      #expect(answer.status == status)
      #expect(fixture.saved.compiled.count == before + 1)
    }
  }

  @Test func `a text is compiled again when what it includes has changed`() throws {
    let texts = CompiledTexts()
    let source = "steps: [{ include: other }]"
    _ = try texts.load(name: "a", source: source) { _ in "steps: [{ data: old }]" }
    let again = texts.take(name: "a", source: source) { _ in "steps: [{ data: new }]" }
    #expect(texts.count == 2)
    #expect(again.included == ["other": "steps: [{ data: new }]"])
  }
}
