import Dispatch
import Foundation
import HTTPTypes
import Logging
import MicroHTTP
import Platform
import Scenarios
import Synchronization
import Testing

@testable import Playground

@Suite struct TimelinesTests {
  private struct Nothing: RequestHandler {
    func admit(_ request: Request) -> Admission { .body(limit: 0) }
    func answer(_ request: Request) -> Answer { .result(HTTPResult(status: 404)) }
  }

  /// A server that is never started: what is posted to its loops stays there.
  private func timelines() throws -> (Timelines, HTTPServer) {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.hosts = ["127.0.0.1"]
    let server = try HTTPServer(
      configuration: configuration, handler: Nothing(),
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let timelines = Timelines()
    timelines.connect(server)
    return (timelines, server)
  }

  private func scenario(_ name: String, _ timeline: String = "shared", data: String = "x") throws -> Scenario
  {
    try Scenario.load(
      text: "timeline: \(timeline)\nsteps: [{ repeat: forever, every: 1s, data: \(data) }]", name: name,
      reserved: .playground)
  }

  private func membership(_ joining: Timelines.Joining) throws -> Timelines.Membership {
    guard case .follows(let membership) = joining else {
      throw Failure()
    }
    return membership
  }

  private struct Failure: Error {}

  @Test func `clients of one scenario follow one timeline, those of another another`() throws {
    let (timelines, server) = try timelines()
    let (a, b) = (try scenario("a"), try scenario("b"))
    timelines.follow(removed: [], added: [a, b])
    let first = try membership(timelines.join(a, after: nil, at: 0)).timeline
    #expect(try membership(timelines.join(a, after: nil, at: 0)).timeline === first)
    // Compiled again from the same text, it is the same.
    #expect(try membership(timelines.join(try scenario("a"), after: nil, at: 0)).timeline === first)
    #expect(try membership(timelines.join(b, after: nil, at: 0)).timeline !== first)
    #expect(first.clients == 3)
    withExtendedLifetime(server) {}
  }

  @Test func `an edited scenario begins anew, and the old timeline ends with its last client`() throws {
    let (timelines, server) = try timelines()
    let (old, new) = (try scenario("a"), try scenario("a", data: "y"))
    timelines.follow(removed: [], added: [old])
    let before = try membership(timelines.join(old, after: nil, at: 0))
    timelines.follow(removed: [old], added: [new])
    #expect(!before.timeline.isOver)
    let after = try membership(timelines.join(new, after: nil, at: 0))
    #expect(after.timeline !== before.timeline)
    timelines.leave(before, at: 1)
    #expect(before.timeline.isStopped)
    timelines.leave(after, at: 1)
    #expect(!after.timeline.isStopped)
    withExtendedLifetime(server) {}
  }

  /// A timeline has its lock while it renders and while it is read; who waits for that must not hold up all others.
  @Test func `who waits for a busy timeline keeps nobody from another`() throws {
    let (timelines, server) = try timelines()
    let (busy, other) = (try scenario("a"), try scenario("b"))
    timelines.follow(removed: [], added: [busy, other])
    let membership = try membership(timelines.join(busy, after: nil, at: 0))
    var position = membership.position
    _ = membership.timeline.run(now: Monotonic.now)
    var bytes: [UInt8] = []
    var reads = 0
    _ = membership.timeline.read(&position, into: &bytes) { _, _ in
      reads += 1
      let joined = DispatchSemaphore(value: 0)
      DispatchQueue.global().async { _ = timelines.join(busy, after: nil, at: 0) }
      // Time to come to the lock; without it the test would only be weaker.
      Thread.sleep(forTimeInterval: 0.1)
      DispatchQueue.global().async {
        _ = timelines.join(other, after: nil, at: 0)
        joined.signal()
      }
      #expect(joined.wait(timeout: .now() + 20) == .success)
    }
    #expect(reads == 1)
    withExtendedLifetime(server) {}
  }

  @Test func `one that is in no catalog ends with its last client`() throws {
    let (timelines, server) = try timelines()
    let draft = try scenario("d-1")
    let member = try membership(timelines.join(draft, after: nil, at: 0))
    timelines.leave(member, at: 1)
    #expect(member.timeline.isStopped)
    withExtendedLifetime(server) {}
  }

  @Test func `begins with the load where the scenario says so`() throws {
    let (timelines, server) = try timelines()
    let scenario = try scenario("a", "{ start: load }")
    #expect(timelines.follow(removed: [], added: [scenario]) == [])
    let member = try membership(timelines.join(scenario, after: nil, at: 0))
    timelines.leave(member, at: 1)
    timelines.follow(removed: [scenario], added: [])
    #expect(member.timeline.isStopped)
    withExtendedLifetime(server) {}
  }

  @Test func `no more run at once than the limit`() throws {
    let (timelines, server) = try timelines()
    let scenarios = try (0...Timelines.limit).map { try scenario("a\($0)", "{ start: load }") }
    #expect(timelines.follow(removed: [], added: scenarios).count == 1)
    guard case .tooMany = timelines.join(try scenario("one-more"), after: nil, at: 0) else {
      Issue.record("one more runs")
      return
    }
    withExtendedLifetime(server) {}
  }

  @Test func `histories count into what all streams and timelines may keep`() throws {
    let memory = StreamMemory(limit: 200_000)
    do {
      let scenario = try scenario("a", "{ history: 1000 }", data: String(repeating: "x", count: 10_000))
      let timeline = Timeline(scenario, try #require(scenario.timeline), memory: memory, wake: { _ in })
      guard case .follows(let beginning, _) = timeline.join(after: nil, place: nil, at: 0) else {
        throw Failure()
      }
      for second in 0..<60 as Range<UInt64> where !timeline.isOver {
        _ = timeline.run(now: second * 1_000_000_000)
      }
      #expect(timeline.isOver)
      var (position, text) = (beginning, [UInt8]())
      while timeline.read(&position, into: &text, note: { _, _ in }).0 == .more {}
      #expect(String(decoding: text, as: UTF8.self).contains(StreamMemory.refusal))
      #expect((15...25).contains(text.count / 10_000))
    }
    // With the timeline its memory is given back.
    var share = StreamMemory.Share(memory)
    let hasRoom = share.update(190_000)
    #expect(hasRoom)
  }

  @Test func `streams share their memory, and who gives back makes room`() {
    let memory = StreamMemory(limit: 100)
    var (first, second) = (StreamMemory.Share(memory), StreamMemory.Share(memory))
    let answers = [
      first.update(60), second.update(50), second.update(40), first.update(60), first.update(0),
      second.update(100),
    ]
    #expect(answers == [true, false, true, true, true, true])
  }
}
