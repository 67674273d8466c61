import Scenarios
import Testing

@testable import Playground

@Suite struct PlanOutlineTests {
  private func outline(_ text: String, limit: Int = 10) throws -> PlanOutline {
    PlanOutline(try Scenario.load(text: text, name: "x").plan(for: PlanRequest()), limit: limit, wall: 0)
  }

  @Test func `says what is sent when and from which line`() throws {
    let json = try outline("steps:\n  - data: a\n  - after: 2s\n    data: b\n").jsonText
    #expect(
      json
        == #"{"actions":[{"time":0.0,"action":"head","line":0,"status":200,"headers":[]},"#
        + #"{"time":0.0,"action":"write","line":2,"ownWrite":false,"text":"data: a\n\n"},"#
        + #"{"time":2.0,"action":"write","line":3,"ownWrite":false,"text":"data: b\n\n"},"#
        + #"{"time":2.0,"action":"end","line":3,"how":"complete"}],"more":false}"#)
  }

  @Test func `stops at the limit of an endless plan`() throws {
    let outline = try outline(
      "steps:\n  - repeat: forever\n    every: 1s\n    steps:\n      - data: a\n", limit: 5)
    #expect(outline.steps.count == 5)
    #expect(outline.isCut)
  }
}
