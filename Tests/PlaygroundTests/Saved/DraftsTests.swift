import Scenarios
import Testing
import TextForms

@testable import Playground

@Suite struct DraftsTests {
  private func scenario() throws -> Scenario {
    try Scenario.load(text: SavedFixture.text("D"), name: "draft", reserved: .playground)
  }

  @Test func `a draft is gone after an hour`() throws {
    let drafts = Drafts()
    let start: UInt64 = 1_000
    let draft = drafts.add("x", try scenario(), from: "127.0.0.1", now: start)
    #expect(drafts.draft(draft.id, now: start + 3_599_000_000_000) != nil)
    #expect(drafts.draft(draft.id, now: start + 3_600_000_000_000) == nil)
  }

  @Test func `the oldest goes when there are too many or they are too large`() throws {
    let few = Drafts(countLimit: 2)
    let ids = try (0..<3).map { _ in few.add("x", try scenario(), from: "127.0.0.1").id }
    #expect(ids.map { few.draft($0) != nil } == [false, true, true])
    let small = Drafts(byteLimit: 10)
    let large = try (0..<2).map { _ in small.add("123456", try scenario(), from: "127.0.0.1").id }
    #expect(large.map { small.draft($0) != nil } == [false, true])
  }

  @Test func `one client's drafts push out its own, never another's`() throws {
    let drafts = Drafts()
    func add(from address: String) throws -> String { drafts.add("x", try scenario(), from: address).id }
    let mine = try (0..<3).map { _ in try add(from: "192.0.2.1") }
    let many = try (0..<600).map { try add(from: "2001:db8::\(String($0, radix: 16))") }
    #expect(mine.allSatisfy { drafts.draft($0) != nil })
    #expect(many.filter { drafts.draft($0) != nil } == Array(many.suffix(497)))
    let more = try (0..<300).map { _ in try add(from: "192.0.2.1") }
    // Each has half of the room.
    #expect((mine + more).filter { drafts.draft($0) != nil } == Array((mine + more).suffix(250)))
    #expect(many.filter { drafts.draft($0) != nil } == Array(many.suffix(250)))
  }

  @Test func `participants count by their names, wherever they are`() throws {
    let drafts = Drafts(countLimit: 10)
    func add(_ owner: String) throws -> String {
      drafts.add("x", try scenario(), from: "192.0.2.1", owner: owner).id
    }
    let few = try (0..<2).map { _ in try add("ann") }
    let many = try (0..<20).map { _ in try add("bob") }
    #expect(few.allSatisfy { drafts.draft($0) != nil })
    #expect(many.filter { drafts.draft($0) != nil } == Array(many.suffix(8)))
  }

  @Test func `of clients that have one each the oldest goes, and nobody is refused`() throws {
    let drafts = Drafts()
    let ids = try (0..<700).map {
      drafts.add("x", try scenario(), from: "2001:db8:0:\(String($0, radix: 16))::1").id
    }
    #expect(ids.filter { drafts.draft($0) != nil } == Array(ids.suffix(500)))
    let large = Drafts(byteLimit: 100)
    let two = try (1...2).map {
      large.add(String(repeating: "x", count: 50 * $0), try scenario(), from: "192.0.2.\($0)").id
    }
    #expect(two.map { large.draft($0) != nil } == [false, true])
  }

  @Test func `one client's large drafts push out its own, never another's`() throws {
    let drafts = Drafts(byteLimit: 100)
    let mine = drafts.add(String(repeating: "x", count: 10), try scenario(), from: "192.0.2.1").id
    let large = try (0..<3).map { _ in
      drafts.add(String(repeating: "x", count: 40), try scenario(), from: "192.0.2.2").id
    }
    #expect(drafts.draft(mine) != nil)
    #expect(large.map { drafts.draft($0) != nil } == [false, true, true])
  }

  @Test func `an id is no scenario's name and not used twice`() throws {
    let drafts = Drafts()
    let ids = try (0..<100).map { _ in drafts.add("x", try scenario(), from: "127.0.0.1").id }
    #expect(Set(ids).count == 100)
    #expect(ids.allSatisfy { $0.utf8.count == 27 && $0.hasPrefix("~") && !ScenarioName.isValid($0) })
  }
}
