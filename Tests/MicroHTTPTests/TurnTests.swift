import Platform
import Synchronization
import Testing

@testable import MicroHTTP

/// Streams that always have work left over, as scenarios without a wait have.
@Suite struct Turns {
  /// What busy streams were asked.
  final class Count: Sendable {
    let asks = Mutex<[UInt64: Int]>([:])
    let mostInATurn = Atomic<Int>(0)
    /// What they were asked up to the last request for a page.
    let totalAtPage = Atomic<Int>(0)
    /// What they were asked from one event of the timed stream to the next.
    let gaps = Mutex<[Int]>([])

    var all: [UInt64: Int] { asks.withLock { $0 } }
    var total: Int { all.values.reduce(0, +) }
  }

  /// Computes for about a millisecond whenever it is asked, and has something to do at once.
  struct Busy: StreamProducer {
    let id: StreamID
    let count: Count
    var work = 1_000_000 as UInt64
    var answer = Production.yield
    var hasHead = true
    var bytes = 0
    private(set) var asksInTurn = 0

    mutating func turnBegins() { asksInTurn = 0 }

    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      asksInTurn += 1
      count.mostInATurn.max(asksInTurn, ordering: .relaxed)
      count.asks.withLock { $0[id.number, default: 0] += 1 }
      if hasHead {
        hasHead = false
        return .head(StreamHead())
      }
      let end = Monotonic.now + work
      while Monotonic.now < end {}
      buffer.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: bytes))
      return answer
    }

    mutating func drain(into buffer: inout [UInt8]) {}
    mutating func ended(_ summary: StreamSummary) { count.asks.withLock { $0[id.number] = nil } }
  }

  /// Has an event each millisecond.
  struct Timed: StreamProducer {
    let count: Count
    private var last: Int?

    init(count: Count) { self.count = count }

    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      let total = count.total
      if let last { count.gaps.withLock { $0.append(total - last) } }
      last = total
      buffer.append(UInt8(ascii: "a"))
      return .wait(until: now + 1_000_000)
    }

    mutating func drain(into buffer: inout [UInt8]) {}
    mutating func ended(_ summary: StreamSummary) {}
  }

  static func withBusyStreams(
    _ number: Int, make: @escaping @Sendable (StreamID, Count) -> Busy = { Busy(id: $0, count: $1) },
    _ body: (HTTPServer, Count) async throws -> Void
  ) async throws {
    let count = Count()
    let handler = TestHandler { request in
      switch request.path {
      case "/busy": return .stream { make($0, count) }
      case "/timed": return .stream { _ in Timed(count: count) }
      default:
        count.totalAtPage.store(count.total, ordering: .relaxed)
        return .result(.text("page"))
      }
    }
    try await withServer(handler, { $0.loops = 1 }) { server in
      var clients: [RawClient] = []
      for _ in 0..<number {
        let client = try await RawClient(port: server.port)
        await client.get("/busy")
        clients.append(client)
      }
      await eventually("all are asked") { count.all.count == number }
      try await body(server, count)
    }
  }

  @Test func `a page is answered without waiting for a turn of each busy stream`() async throws {
    try await Self.withBusyStreams(200) { server, count in
      let client = try await RawClient(port: server.port)
      for _ in 0..<5 {
        let before = count.total
        await client.get("/page")
        #expect(try await client.response().text == "page")
        #expect(count.totalAtPage.load(ordering: .relaxed) - before < 200)
      }
    }
  }

  @Test func `an event that is due does not wait for a turn of each busy stream`() async throws {
    try await Self.withBusyStreams(100) { server, count in
      let client = try await RawClient(port: server.port)
      await client.get("/timed")
      await eventually("it has had some events") { count.gaps.withLock { $0.count } > 20 }
      // A pass has time for four turns of a millisecond. The system may interrupt some of its turns, and they count as long.
      let gaps = count.gaps.withLock { $0 }.sorted()
      #expect(gaps[gaps.count / 2] < 30)
    }
  }

  @Test func `busy streams take turns`() async throws {
    try await Self.withBusyStreams(20) { server, count in
      let before = count.all
      await eventually("each had turns") { count.all.allSatisfy { $0.value > (before[$0.key] ?? 0) + 5 } }
      let turns = count.all.map { $0.value - (before[$0.key] ?? 0) }
      #expect((turns.max() ?? 0) - (turns.min() ?? 0) <= 3)
    }
  }

  /// Before its head a stream takes turns as well.
  @Test func `a stream that never decides how it begins keeps nobody waiting`() async throws {
    try await Self.withBusyStreams(50, make: { Busy(id: $0, count: $1, hasHead: false) }) { server, _ in
      let client = try await RawClient(port: server.port)
      await client.get("/page")
      #expect(try await client.response().text == "page")
    }
  }

  /// Writes a mebibyte whenever it is asked, and never waits.
  struct Flood: StreamProducer {
    private var hasHead = true

    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      if hasHead {
        hasHead = false
        return .head(StreamHead())
      }
      buffer += [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
      return .write
    }

    mutating func drain(into buffer: inout [UInt8]) {}
    mutating func ended(_ summary: StreamSummary) {}
  }

  /// Notes how many bytes all streams sent from one of its turns to the next.
  final class Sent: Sendable {
    let server = Mutex<HTTPServer?>(nil)
    private let last = Mutex<UInt64?>(nil)
    let most = Atomic<UInt64>(0)

    func note() {
      guard let all = server.withLock({ $0?.statistics.streamBytes }) else { return }
      last.withLock { last in
        if let last { most.max(all - last, ordering: .relaxed) }
        last = all
      }
    }
  }

  struct Watcher: StreamProducer {
    let sent: Sent
    private var hasHead = true

    init(sent: Sent) { self.sent = sent }

    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      if hasHead {
        hasHead = false
        return .head(StreamHead())
      }
      sent.note()
      return .yield
    }

    mutating func drain(into buffer: inout [UInt8]) {}
    mutating func ended(_ summary: StreamSummary) {}
  }

  /// The kernel takes milliseconds for a mebibyte.
  @Test func `others have turns while a long write is sent`() async throws {
    let sent = Sent()
    let handler = TestHandler { request in
      request.path == "/flood" ? .stream { _ in Flood() } : .stream { _ in Watcher(sent: sent) }
    }
    try await withServer(handler, { $0.loops = 1 }) { server in
      sent.server.withLock { $0 = server }
      let watcher = try await RawClient(port: server.port)
      await watcher.get("/")
      _ = try await watcher.head()
      let client = try await RawClient(port: server.port)
      await client.get("/flood")
      // By then the system has given the socket room for much at once.
      var received = 0
      while received < 32 << 20 { received += try await client.receive(limit: 1 << 20).count }
      sent.server.withLock { $0 = nil }
      #expect(sent.most.load(ordering: .relaxed) <= UInt64(2 * StreamWriter.limit))
    }
  }

  /// What came while the loop was busy is not all begun before anybody else is answered.
  @Test func `an open connection is answered before all that wait to be accepted are`() async throws {
    let order = Mutex<[String]>([])
    let gate = Mutex(false)
    let isHeld = Atomic<Bool>(false)
    let handler = TestHandler { request in
      order.withLock { $0.append(request.path) }
      if request.path == "/hold" {
        isHeld.store(true, ordering: .releasing)
        while !gate.withLock({ $0 }) { usleep(1_000) }
      }
      return .result(.text("page"))
    }
    try await withServer(handler, { $0.loops = 1 }) { server in
      let open = try await RawClient(port: server.port)
      await open.get("/before")
      _ = try await open.response()
      let holding = try await RawClient(port: server.port)
      await holding.get("/hold")
      await eventually("the loop is held") { isHeld.load(ordering: .acquiring) }
      var clients: [RawClient] = []
      for _ in 0..<60 {
        let client = try await RawClient(port: server.port)
        await client.get("/new")
        clients.append(client)
      }
      await open.get("/open")
      gate.withLock { $0 = true }
      #expect(try await open.response().text == "page")
      for client in clients { #expect(try await client.response().text == "page") }
      let place = order.withLock { $0.firstIndex(of: "/open") } ?? .max
      #expect(place < 20, "two requests came before, and eight connections are accepted in a pass")
    }
  }

  @Test func `writes of one turn share one allowance`() async throws {
    try await Self.withBusyStreams(
      2, make: { Busy(id: $0, count: $1, work: 0, answer: .write, bytes: 16_384) }
    ) { server, count in
      await eventually("they were asked again and again") { count.total > 40 }
      // 64 KiB, the head and one ask more.
      #expect(count.mostInATurn.load(ordering: .relaxed) <= 6)
    }
  }

  @Test func `a long call ends the turn`() async throws {
    try await Self.withBusyStreams(
      2, make: { Busy(id: $0, count: $1, work: 3_000_000, answer: .write, bytes: 1) }
    ) { server, count in
      await eventually("they were asked again and again") { count.total > 20 }
      #expect(count.mostInATurn.load(ordering: .relaxed) <= 2)
    }
  }

  @Test func `shutdown is heard while streams are busy`() async throws {
    let count = Count()
    let script = Script([.head(StreamHead()), .write("a"), .yield], isEndless: true, lastWords: "bye")
    try await withServer(
      TestHandler { $0.path == "/busy" ? .stream { Busy(id: $0, count: count) } : script.answer }
    ) { server in
      var clients: [RawClient] = []
      for index in 0..<40 {
        let client = try await RawClient(port: server.port)
        await client.get(index < 20 ? "/busy" : "/words")
        clients.append(client)
      }
      await eventually("all are open") { server.statistics.streams == 40 }
      await server.shutdown(grace: .seconds(30))
      #expect(count.all.isEmpty)
      #expect(script.summaries.allSatisfy { $0.endedBy == .shutdown })
      #expect(script.record.withLock { $0.drained } == 20)
    }
  }

  /// A task that always has something to do at once.
  final class BusyTask: LoopTask {
    let runs = Atomic<Int>(0)

    func run(now: UInt64) -> LoopTaskNext {
      runs.wrappingAdd(1, ordering: .relaxed)
      let end = Monotonic.now + 1_000_000
      while Monotonic.now < end {}
      return .soon
    }
  }

  @Test func `busy tasks take turns and keep nobody waiting`() async throws {
    try await Self.withBusyStreams(5) { server, count in
      let tasks = (0..<50).map { _ in BusyTask() }
      for task in tasks { _ = server.start(task) }
      await eventually("all ran") { tasks.allSatisfy { $0.runs.load(ordering: .relaxed) > 0 } }
      let before = count.all
      // Were all tasks to run before a page is answered, none of these pages would come earlier; a busy machine may be late for some.
      var waited = 0
      for _ in 0..<100 where waited == 0 {
        let runs = tasks.map { $0.runs.load(ordering: .relaxed) }
        let client = try await RawClient(port: server.port)
        await client.get("/page")
        #expect(try await client.response().text == "page")
        waited = zip(tasks, runs).count { $0.runs.load(ordering: .relaxed) == $1 }
      }
      #expect(waited > 0)
      await eventually("streams were asked") { count.all.allSatisfy { $0.value > before[$0.key] ?? 0 } }
    }
  }
}
