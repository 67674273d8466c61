import MicroHTTP
import Platform
import Scenarios
import Synchronization
import Testing

@testable import Playground

@Suite struct OutlineQueueTests {
  /// Keeps the queue's one turn until it is let go.
  private final class Turn: Sendable {
    private let state = Mutex<(hasBegun: Bool, isOpen: Bool)>((false, false))

    var hasBegun: Bool { state.withLock(\.hasBegun) }

    func open() { state.withLock { $0.isOpen = true } }

    func hold() {
      state.withLock { $0.hasBegun = true }
      while !state.withLock({ $0.isOpen || Task.isCancelled }) { sched_yield() }
    }
  }

  private final class Order: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func append(_ name: String) { names.withLock { $0.append(name) } }
  }

  private func queue() throws -> OutlineQueue { OutlineQueue(workers: try WorkerThreads(count: 1)) }

  /// A queue whose turn is taken by "first".
  private func held() async throws -> (queue: OutlineQueue, turn: Turn, task: Task<Void, any Error>) {
    let queue = try queue()
    let turn = Turn()
    let task = Task { try await queue.run(for: "first", asked: 0) { turn.hold() } }
    while !turn.hasBegun { await Task.yield() }
    return (queue, turn, task)
  }

  private func wait(_ queue: OutlineQueue, for count: Int) async {
    while queue.count != count { await Task.yield() }
  }

  @Test func `one client's come in order, and others' between them`() async throws {
    let (queue, turn, first) = try await held()
    let order = Order()
    var tasks: [Task<Void, any Error>] = []
    for (index, client) in ["many", "many", "many", "few", "many", "one"].enumerated() {
      tasks.append(
        Task { try await queue.run(for: client, asked: 0) { order.append("\(client) \(index)") } })
      await wait(queue, for: index + 1)
    }
    turn.open()
    try await first.value
    for task in tasks { try await task.value }
    #expect(order.all == ["many 0", "few 3", "one 5", "many 1", "many 2", "many 4"])
  }

  @Test func `who asked first goes first, whoever comes here first`() async throws {
    let (queue, turn, first) = try await held()
    let order = Order()
    var tasks: [Task<Void, any Error>] = []
    for (index, asked) in [5, 2, 9, 2].enumerated() {
      tasks.append(
        Task { try await queue.run(for: "one", asked: UInt64(asked)) { order.append("\(asked) \(index)") } })
      await wait(queue, for: index + 1)
    }
    turn.open()
    try await first.value
    for task in tasks { try await task.value }
    #expect(order.all == ["2 1", "2 3", "5 0", "9 2"])
  }

  @Test
  func
    `beyond 64 that wait a client is refused, and one with fewer takes the place of the latest of who has most`()
    async throws
  {
    let (queue, turn, first) = try await held()
    var tasks: [Task<Int, any Error>] = []
    for index in 0..<OutlineQueue.limit {
      #expect(queue.refusal(for: "many") == nil)
      tasks.append(Task { try await queue.run(for: "many", asked: 0) { index } })
      await wait(queue, for: index + 1)
    }
    let refused = await #expect(throws: Refusal.self) { try await queue.run(for: "many", asked: 0) { 0 } }
    #expect(refused?.result.status == 429)
    #expect(refused?.result.headerFields[.retryAfter] == "2")
    // Those of whom only the head is there are told the same.
    #expect(queue.refusal(for: "many")?.result.status == 429)
    #expect(queue.refusal(for: "other") == nil)
    let other = Task { try await queue.run(for: "other", asked: 0) { -1 } }
    let last = await #expect(throws: Refusal.self) { try await tasks[OutlineQueue.limit - 1].value }
    #expect(last?.result.status == 429)
    turn.open()
    try await first.value
    #expect(try await other.value == -1)
    for (index, task) in tasks.dropLast().enumerated() { #expect(try await task.value == index) }
    #expect(queue.count == 0)
  }

  @Test func `what is cancelled leaves the queue, and ends its turn`() async throws {
    let (queue, turn, first) = try await held()
    let waiting = Task { try await queue.run(for: "waiting", asked: 0) { Issue.record("it was given up") } }
    await wait(queue, for: 1)
    let next = Task { try await queue.run(for: "next", asked: 0) { 7 } }
    await wait(queue, for: 2)
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(try await next.value == 7)
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      _ = try await queue.run(for: "late", asked: 0) { Issue.record("it was given up") }
    }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
    turn.open()
    #expect(try await queue.run(for: "after", asked: 0) { 8 } == 8)
  }

  @Test func `an outline is made once for each version of a scenario`() async throws {
    let fixture = try await SavedFixture(files: ["one": SavedFixture.text("One")])
    let first = await fixture.send(.get, "/api/scenarios/one/outline")
    #expect(first.status == 200)
    #expect(first.text.contains(#""text":"data: One\n\n""#))
    #expect(fixture.kept.count == 1)
    #expect(await fixture.send(.get, "/api/scenarios/one/outline").text == first.text)
    let tag = first.fields[.eTag] ?? ""
    #expect(await fixture.send(.get, "/api/scenarios/one/outline", [], [.ifNoneMatch: tag]).status == 304)
    try fixture.write(SavedFixture.text("Two"), to: "one")
    #expect(await fixture.send(.get, "/api/scenarios/one/outline").text.contains("data: Two"))
    #expect(fixture.kept.count == 1)
    #expect(await fixture.send(.get, "/api/scenarios/none/outline").status == 404)
    try fixture.write("steps: 7", to: "broken")
    #expect(await fixture.send(.get, "/api/scenarios/broken/outline").status == 404)
  }

  @Test func `kept outlines stay below their bound, and the one last asked for stays`() async throws {
    let queue = try queue()
    let kept = KeptOutlines(queue: queue, byteLimit: 4_096)
    var items: [CatalogItem] = []
    for index in 0..<40 {
      let text = String(decoding: SavedFixture.text("Number \(index)").utf8, as: UTF8.self)
      let entry = CatalogEntry(
        name: "n\(index)", origin: .file, source: text,
        scenario: try .load(text: text, name: "n\(index)", reserved: .playground), isPlayable: true,
        updated: 0)
      items.append(CatalogItem(entry))
      let scenario = try #require(entry.scenario)
      let bytes = try await kept.outline(of: items[index], scenario, for: "one", asked: 0, wall: 0)
      #expect(String(decoding: bytes, as: UTF8.self).contains("Number \(index)"))
      #expect(kept.count * 256 <= 4_096)
    }
    #expect(kept.count > 1)
  }
}
