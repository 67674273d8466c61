import MicroHTTP
import Scenarios
import Testing

@testable import Playground

@Suite struct TimelineRunTests {
  private static let second: UInt64 = 1_000_000_000

  private static let counting = """
    steps:
      - repeat: forever
        every: 1s
        id: ${number}
        data: ${number}
    """

  private func run(_ timeline: String = "shared", _ steps: String = counting) throws -> TimelineRun {
    let scenario = try Scenario.load(
      text: "timeline: \(timeline)\n\(steps)", name: "x", reserved: .playground)
    return TimelineRun(scenario.timelinePlan(), try #require(scenario.timeline))
  }

  /// Joins at that second; the position, if it may follow.
  private func join(_ run: inout TimelineRun, after id: String? = nil, at second: Double) -> TimelineHistory
    .Position?
  {
    let joining = run.join(after: id, at: UInt64(second * 1e9))
    return if case .follows(let position, _) = joining { position } else { nil }
  }

  /// Runs at that second, as a loop would.
  @discardableResult
  private func go(_ run: inout TimelineRun, at second: Double) -> LoopTaskNext {
    run.run(now: UInt64(second * 1e9), wall: 0).next
  }

  private func text(_ run: TimelineRun, _ position: inout TimelineHistory.Position) -> String {
    var bytes: [UInt8] = []
    _ = run.history.read(&position, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `those who come later get what comes later, and all the same bytes`() throws {
    var run = try run()
    var one = try #require(join(&run, at: 10))
    #expect(go(&run, at: 10) == .at(11 * Self.second))
    #expect(text(run, &one) == "id: 1\ndata: 1\n\n")
    var other = try #require(join(&run, at: 10.5))
    go(&run, at: 11)
    #expect(text(run, &one) == "id: 2\ndata: 2\n\n")
    #expect(text(run, &other) == "id: 2\ndata: 2\n\n")
    #expect(run.clients == 2)
  }

  @Test func `runs on without clients`() throws {
    var run = try run()
    _ = join(&run, at: 0)
    go(&run, at: 0)
    run.leave(at: Self.second / 2)
    for second in 1...5 { #expect(go(&run, at: Double(second)) == .at(UInt64(second + 1) * Self.second)) }
    var later = try #require(join(&run, at: 5.5))
    go(&run, at: 6)
    #expect(text(run, &later) == "id: 7\ndata: 7\n\n")
  }

  @Test func `stands still without clients if told so, and goes on from there`() throws {
    var run = try run("{ withoutClients: pause }")
    _ = join(&run, at: 0)
    go(&run, at: 0)
    run.leave(at: Self.second / 4)
    #expect(go(&run, at: 1) == .whenWoken)
    var later = try #require(join(&run, at: 100.25))
    #expect(go(&run, at: 100.25) == .at(101 * Self.second))
    go(&run, at: 101)
    #expect(text(run, &later) == "id: 2\ndata: 2\n\n")
  }

  @Test func `stops without clients if told so`() throws {
    var run = try run("{ withoutClients: stop }")
    _ = join(&run, at: 0)
    _ = join(&run, at: 0)
    go(&run, at: 0)
    run.leave(at: 1)
    #expect(!run.isOver)
    run.leave(at: 2)
    #expect(run.isStopped)
    #expect(go(&run, at: 1) == .never)
    #expect(join(&run, at: 3) == nil)
  }

  @Test func `one that is retired ends with its last client`() throws {
    var run = try run()
    _ = join(&run, at: 0)
    run.retire()
    #expect(!run.isOver)
    run.leave(at: 1)
    #expect(run.isStopped)
  }

  @Test func `after the end, who had the last event is told so, who had another gets the rest`() throws {
    var run = try run("shared", "steps: [{ id: a, data: x }, { id: b, data: y }, { end: reset }]")
    _ = join(&run, at: 0)
    #expect(go(&run, at: 0) == .never)
    #expect(run.ending == .reset)
    guard case .nothingLeft = run.join(after: "b", at: 0) else {
      Issue.record("something is left")
      return
    }
    var late = try #require(join(&run, after: "a", at: 0))
    #expect(text(run, &late) == "id: b\ndata: y\n\n")
    guard case .isOver = run.join(after: nil, at: 0) else {
      Issue.record("it is over")
      return
    }
  }

  @Test func `heartbeats are the timeline's, while it waits and while it holds`() throws {
    var run = try run(
      "shared\nheartbeat: 10s", "steps: [{ data: x }, { after: 25s, data: y }, { end: hold }]")
    var position = try #require(join(&run, at: 0))
    var next = go(&run, at: 0)
    var seen = text(run, &position)
    for _ in 0..<5 {
      guard case .at(let time) = next else {
        Issue.record("it waits for nothing")
        return
      }
      next = go(&run, at: Double(time) / 1e9)
      seen += "\(time / Self.second): " + text(run, &position)
    }
    #expect(
      seen
        == "data: x\n\n10: : keep-alive\n20: : keep-alive\n25: data: y\n\n35: : keep-alive\n45: : keep-alive\n"
    )
  }

  @Test func `retry and byte order mark are each client's own`() throws {
    var run = try run("shared\nretry: 3s\nbom: on", "steps: [{ data: x }]")
    var position = try #require(join(&run, at: 0))
    go(&run, at: 0)
    #expect(text(run, &position) == "data: x\n\n")
  }
}
