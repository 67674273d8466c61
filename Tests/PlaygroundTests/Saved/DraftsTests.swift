import Scenarios
import Testing

@testable import Playground

@Suite struct DraftsTests {
  private func scenario() throws -> Scenario {
    try Scenario.load(text: SavedFixture.text("D"), name: "draft")
  }

  @Test func `a draft is gone after an hour`() throws {
    let drafts = Drafts()
    let start = ContinuousClock.now
    let draft = drafts.add("x", try scenario(), now: start)
    #expect(drafts.draft(draft.id, now: start + .seconds(3_599)) != nil)
    #expect(drafts.draft(draft.id, now: start + .seconds(3_600)) == nil)
  }

  @Test func `the oldest goes when there are too many or they are too large`() throws {
    let few = Drafts(countLimit: 2)
    let ids = try (0..<3).map { _ in few.add("x", try scenario()).id }
    #expect(ids.map { few.draft($0) != nil } == [false, true, true])
    let small = Drafts(byteLimit: 10)
    let large = try (0..<2).map { _ in small.add("123456", try scenario()).id }
    #expect(large.map { small.draft($0) != nil } == [false, true])
  }

  @Test func `an id is no scenario's name and not used twice`() throws {
    let drafts = Drafts()
    let ids = try (0..<100).map { _ in drafts.add("x", try scenario()).id }
    #expect(Set(ids).count == 100)
    #expect(ids.allSatisfy { $0.utf8.count == 27 && $0.hasPrefix("~") && !ScenarioName.isValid($0) })
  }
}
