import Scenarios
import Testing

@testable import Playground

@Suite struct PlanOutlineTests {
  private func outline(_ text: String, limit: Int = 10) throws -> PlanOutline {
    PlanOutline(
      try Scenario.load(text: text, name: "x", reserved: .playground).plan(for: PlanRequest()), limit: limit,
      wall: 0)
  }

  @Test func `says what is sent when and from which line`() throws {
    let json = try outline("steps:\n  - data: a\n  - after: 2s\n    data: b\n").jsonText
    #expect(
      json
        == #"{"actions":[{"time":0.0,"action":"head","line":0,"status":200,"headers":[],"plays":"steps"},"#
        + #"{"time":0.0,"action":"write","line":2,"step":1,"ownWrite":false,"text":"data: a\n\n"},"#
        + #"{"time":2.0,"action":"write","line":3,"step":2,"ownWrite":false,"text":"data: b\n\n"},"#
        + #"{"time":2.0,"action":"end","line":3,"how":"complete"}],"more":false,"#
        + #""attempts":[{"first":1,"last":null,"line":0,"plays":"steps","status":200}]}"#)
  }

  @Test func `stops when it has worked for long without an end`() throws {
    let outline = try outline(
      "steps:\n  - data: a\n  - repeat: 1000000\n    steps:\n      - set: { a: \"${number}\" }\n  - data: b\n"
    )
    #expect(outline.steps.map(\.line) == [0, 2])
    #expect(outline.isCut)
  }

  @Test func `says which step's bytes a write has that was buffered`() throws {
    let outline = try outline("write: { events: 2 }\nsteps:\n  - repeat: 4\n    every: 1s\n    data: a\n")
    #expect(outline.steps.map(\.number) == [0, 1, 3, 5])
    #expect(outline.steps.map(\.time) == [0, 1, 3, 3].map { $0 * 1_000_000_000 })
  }

  @Test func `stops at the limit of an endless plan`() throws {
    let outline = try outline(
      "steps:\n  - repeat: forever\n    every: 1s\n    steps:\n      - data: a\n", limit: 5)
    #expect(outline.steps.count == 5)
    #expect(outline.isCut)
  }
}
