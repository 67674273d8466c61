import HTTPTypes
import Logging
import MicroHTTP

@testable import Playground
@testable import Scenarios

/// The properties that hold for every scenario, however it is played. They are checked in virtual time, with clocks that stand still.
struct ScenarioProperties {
  /// How late, and with which meters, a plan is asked to advance.
  struct Rhythm {
    var meter = Meter.turn
    /// The most that it is asked late, in nanoseconds; drawn each time.
    var lateness: UInt64 = 0
    /// Whether each turn gets a meter of random size instead.
    var isRandom = false
  }

  /// Everything that a plan did.
  struct Transcript {
    /// The writes, each with its time and whether it must be sent as a write of its own.
    var writes: [(time: PlanTime, bytes: [UInt8], isOwn: Bool)] = []
    /// Heads, gates, ends and other actions, each with its time and the number of bytes before it.
    var actions: [(time: PlanTime, name: String, position: Int)] = []
    var bytes: [UInt8] = []
    /// Whether it was abandoned before its end.
    var isCut = false
    /// The first property that did not hold.
    var broken: String?
  }

  static let start: Int64 = 1_795_343_400_000_000_000
  static let clock = ClockReading(wall: start, monotonic: 77_000_000_000)
  private static let byteLimit = 4_096
  /// How long to play, in plan time.
  private static let timeLimit: PlanTime = 40_000_000_000
  /// The most that one evaluation costs, with some more for using its result.
  private static let evaluation = 100_000 + 20_000
  private static let block = 1_048_576 + Stages.limit

  let scenario: Scenario
  let request: PlanRequest
  private let document: Value

  /// - Throws: the mistakes of a document that is refused.
  init(_ document: Value) throws(ScenarioMistakes) {
    var bytes: [UInt8] = []
    document.appendJSON(to: &bytes)
    let scenario = try Scenario.load(
      text: String(decoding: bytes, as: UTF8.self), name: "random", reserved: .playground)
    self.document = document
    self.scenario = scenario
    request = PlanRequest(
      path: "/play/random", query: [(name: "room", value: "7")],
      headers: [(name: "accept-encoding", value: "gzip")],
      seed: scenario.seed)
  }

  private func has(_ key: String) -> Bool { Self.uses(key, document) }

  private static func uses(_ key: String, _ value: Value) -> Bool {
    switch value {
    case .object(let members): members.names.contains(key) || members.values.contains { uses(key, $0) }
    case .array(let array): array.values.contains { uses(key, $0) }
    default: false
    }
  }

  /// A sentence about a property that does not hold; nil if all hold.
  func problem(seed: UInt64) -> String? {
    let expected = play(request, Rhythm())
    if let broken = expected.broken { return broken }
    for rhythm in [
      Rhythm(meter: Meter(work: 1, bytes: 1)), Rhythm(meter: Meter(work: 400_000, bytes: 1 << 20)),
      Rhythm(isRandom: true),
    ] {
      let found = play(request, rhythm, seed: seed)
      if let problem = found.broken ?? difference(expected, found, comparesTimes: true) { return problem }
    }
    // A gate is opened when it is reached, so the times after it depend on when that was.
    if !has("gate"), !has("hold"), !has("proxy") {
      let found = play(request, Rhythm(lateness: 900_000_000, isRandom: true), seed: seed)
      if let problem = found.broken ?? difference(expected, found, comparesTimes: false) {
        return "asked late, \(problem)"
      }
    }
    return heartbeatProblem(expected) ?? producerProblem(expected) ?? resumptionProblem(expected, seed: seed)
  }

  // MARK: Playing a plan

  func play(_ request: PlanRequest, _ rhythm: Rhythm, seed: UInt64 = 0) -> Transcript {
    var plan = scenario.plan(for: request, clock: Self.clock)
    var random = SeededRandom(seed: seed)
    var transcript = Transcript()
    var writes = Writes()
    var now: PlanTime = 0
    for _ in 0..<20_000 {
      guard transcript.bytes.count < Self.byteLimit, now < Self.timeLimit else { break }
      var meter = rhythm.meter
      if rhythm.isRandom {
        meter = Meter(work: 1 + Int(random.next() % 400), bytes: 1 + Int(random.next() % 3_000))
      }
      let begun = meter
      let next = plan.advance(to: now, clock: Self.clock, meter: &meter, into: &writes)
      if let broken = boundProblem(plan, meter, begun) {
        transcript.broken = broken
        return transcript
      }
      let time = plan.resumedTime + now
      while let (bytes, runs, isOwn) = writes.takeNext() {
        transcript.writes.append((time, bytes, isOwn))
        transcript.bytes += bytes
        let counted = ([runs.first].compactMap(\.self) + runs.others).reduce(0) { $0 + $1.length }
        if counted != bytes.count {
          transcript.broken = "the runs of a write come to \(counted) bytes of \(bytes.count)"
        }
      }
      func note(_ name: String) { transcript.actions.append((time, name, transcript.bytes.count)) }
      switch next {
      case .again, .signal: continue
      case .at(let later):
        if later <= now { transcript.broken = "it waits for \(later) at \(now)" }
        now = later + (rhythm.lateness > 0 ? random.next() % rhythm.lateness : 0)
      case .head(let head): note("head \(head.status) \(head.framing)")
      case .gate(let name, _):
        note("gate \(name)")
        plan.open(gate: name, at: now)
      case .idle(let later?) where later > now: now = later
      case .idle:
        note("hold")
        return transcript
      case .follow, .respond, .end:
        note(Self.name(next))
        return transcript
      }
      if transcript.broken != nil { return transcript }
    }
    transcript.isCut = true
    return transcript
  }

  private static func name(_ next: Next) -> String {
    switch next {
    case .respond(let response): "respond \(response.status) \(response.body.count)"
    case .end(let ending): "end \(ending)"
    default: "\(next)"
    }
  }

  /// Checks that no turn exceeds its meter, and that no more is buffered than allowed.
  private func boundProblem(_ plan: Plan, _ meter: Meter, _ begun: Meter) -> String? {
    if meter.work < -Self.evaluation {
      return "a turn of \(begun.work) units takes \(begun.work - meter.work)"
    }
    if meter.bytes < -Self.block {
      return "a turn of \(begun.bytes) bytes gives \(begun.bytes - meter.bytes)"
    }
    if plan.stages.buffered > Stages.limit + Self.block {
      return "stages buffer \(plan.stages.buffered) bytes"
    }
    if plan.run.weight > RunMemory.limit { return "variables and lists take \(plan.run.weight) bytes" }
    return nil
  }

  private func difference(_ expected: Transcript, _ found: Transcript, comparesTimes: Bool) -> String? {
    let common = min(expected.bytes.count, found.bytes.count)
    if expected.bytes.prefix(common) != found.bytes.prefix(common) {
      return "another rhythm gives other bytes"
    }
    guard !expected.isCut, !found.isCut else { return nil }
    if expected.bytes.count != found.bytes.count {
      return "another rhythm gives \(found.bytes.count) bytes, not \(common)"
    }
    if expected.actions.map(\.name) != found.actions.map(\.name)
      || expected.actions.map(\.position) != found.actions.map(\.position)
    {
      return "another rhythm gives other actions: \(found.actions), not \(expected.actions)"
    }
    guard comparesTimes else { return nil }
    if expected.actions.map(\.time) != found.actions.map(\.time) {
      return "another rhythm gives actions at other times"
    }
    if Self.times(expected) != Self.times(found) { return "another rhythm gives bytes at other times" }
    let own = { (transcript: Transcript) in transcript.writes.filter(\.isOwn).map(\.bytes) }
    return own(expected) == own(found) ? nil : "another rhythm gives other writes"
  }

  /// The number of bytes sent at each time.
  private static func times(_ transcript: Transcript) -> [PlanTime: Int] {
    transcript.writes.reduce(into: [:]) { $0[$1.time, default: 0] += $1.bytes.count }
  }

  // MARK: Heartbeats

  /// Checks that two writes are never further apart than the heartbeat's interval, and that heartbeats come after exactly that.
  private func heartbeatProblem(_ transcript: Transcript) -> String? {
    guard let interval = scenario.settings.heartbeat else { return nil }
    // Stages that buffer bytes buffer heartbeats, too, and a silence has none.
    if ["silence", "proxy", "pace", "gate", "raw"].contains(where: has) || Self.holdsEvents(document) {
      return nil
    }
    guard let head = transcript.actions.first, head.name.hasPrefix("head") else { return nil }
    var last = head.time
    for write in transcript.writes {
      let isHeartbeat = write.bytes.starts(with: Array(": keep-alive".utf8))
      if write.time > last, write.time - last > interval {
        return "nothing was sent from \(last) to \(write.time), and heartbeats are due every \(interval)"
      }
      if isHeartbeat, write.time - last != interval, !has("write") {
        return "a heartbeat comes \(write.time - last) after the last bytes, not \(interval)"
      }
      last = write.time
    }
    guard let end = transcript.actions.last, !transcript.isCut, end.time > last, end.time - last > interval
    else { return nil }
    return "nothing was sent from \(last) to the end at \(end.time), and heartbeats are due every \(interval)"
  }

  /// Whether `write` with `events` joins several events, or `reorder` changes their order.
  private static func holdsEvents(_ document: Value) -> Bool {
    switch document {
    case .object(let members):
      members["reorder"] != nil || (members["events"] != nil && members["every"] != nil)
        || members.names.contains { name in
          guard name == "write", case .object(let write)? = members[name] else { return false }
          return write["events"] != nil
        } || members.values.contains(where: holdsEvents)
    case .array(let array): array.values.contains(where: holdsEvents)
    default: false
    }
  }

  // MARK: The producer

  /// Checks that the producer gives the server the plan's bytes exactly, and that its memory is released.
  private func producerProblem(_ expected: Transcript) -> String? {
    let target = Request(target: "/play/random?session=k")
    guard let session = SessionKey("k") else { return "no session" }
    let sessions = SessionRegistry()
    let memory = StreamMemory()
    let record = StreamRecord(
      id: StreamID(number: 1), session: session, scenario: "random", request: target, lastEventID: nil,
      seed: Seed(number: scenario.seed), speed: .normal, started: 0, wallStarted: 0)
    var stream = ScenarioStream(
      plan: scenario.plan(for: request, clock: Self.clock), recorder: sessions.open(record),
      context: ScenarioStream.Context(
        request: LoggedRequest(target), crossOriginFields: [:], sessions: sessions, memory: memory,
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
    let begun: UInt64 = 5_000_000_000
    var now = begun
    var bytes: [UInt8] = []
    var isOver = false
    for _ in 0..<20_000 where !isOver && bytes.count < expected.bytes.count + Self.byteLimit {
      var buffer: [UInt8] = []
      stream.turnBegins()
      let production = stream.next(now: now, into: &buffer)
      if buffer.count > Meter.turn.bytes + Self.block { return "one turn gives \(buffer.count) bytes" }
      bytes += buffer
      switch production {
      case .head, .write, .yield, .follow: continue
      case .wait(let until):
        // It may be waiting at a gate until the next heartbeat.
        if (try? sessions.open(nil, of: session, at: now)) != nil { continue }
        if until <= now { return "it waits for \(until) at \(now)" }
        now = until
      case .pause:
        if (try? sessions.open(nil, of: session, at: now)) == nil { isOver = true }
      case .respond, .end: isOver = true
      }
      if now - begun > Self.timeLimit { break }
    }
    let common = min(bytes.count, expected.bytes.count)
    if bytes.prefix(common) != expected.bytes.prefix(common) {
      return "the server is given other bytes than the plan's"
    }
    if isOver, !expected.isCut, bytes.count != expected.bytes.count {
      return "the server is given \(bytes.count) bytes of \(expected.bytes.count)"
    }
    stream.ended(StreamSummary(endedBy: .client, bytes: UInt64(bytes.count), duration: 0))
    return memory.used == 0 ? nil : "an ended stream keeps \(memory.used) bytes"
  }

  // MARK: Resuming

  /// Checks that a client that reconnects after an event gets the bytes that would have followed it.
  private func resumptionProblem(_ expected: Transcript, seed: UInt64) -> String? {
    let ids = Self.ids(in: expected.bytes)
    let isPlain = scenario.settings.heartbeat == nil || !has("write")
    guard isPlain, ids.count > 1, Set(ids.map(\.id)).count == ids.count,
      ids.count == Self.eventCount(expected.bytes),
      ![
        "attempts", "respond", "resume", "proxy", "reorder", "response", "gate", "retry", "bom", "raw", "end",
        "events",
      ].contains(where: has)
    else { return nil }
    var random = SeededRandom(seed: seed)
    for _ in 0..<3 {
      let chosen = ids[Int(random.next() % UInt64(ids.count))]
      var request = request
      request.lastEventID = chosen.id
      let resumed = play(request, Rhythm(isRandom: true), seed: seed)
      if let broken = resumed.broken { return broken }
      let rest = expected.bytes[chosen.end...]
      // If only heartbeats are left, the client is told not to reconnect.
      if resumed.actions.first?.name.hasPrefix("respond 204") == true, holdsHeartbeatsOnly(rest) { continue }
      // If nothing is due immediately, a comment line opens the stream.
      let opening = Array(":".utf8) + scenario.settings.lineEnding.bytes
      let isWhole = !expected.isCut && !resumed.isCut
      func isSame(_ found: ArraySlice<UInt8>) -> Bool {
        let common = min(rest.count, found.count)
        return rest.prefix(common) == found.prefix(common) && (!isWhole || rest.count == found.count)
      }
      let found = resumed.bytes[...]
      // The original rest may begin with such a line itself.
      if !isSame(found), !(found.starts(with: opening) && isSame(found.dropFirst(opening.count))) {
        return "resumed after \(chosen.id), the bytes are others than those that were cut off"
      }
    }
    return nil
  }

  private func holdsHeartbeatsOnly(_ bytes: ArraySlice<UInt8>) -> Bool {
    let line = Array(": keep-alive".utf8) + scenario.settings.lineEnding.bytes
    var rest = bytes
    while rest.starts(with: line) { rest = rest.dropFirst(line.count) }
    return rest.isEmpty
  }

  /// The IDs in a stream, each with the offset where its block ends.
  private static func ids(in bytes: [UInt8]) -> [(id: String, end: Int)] {
    blocks(in: bytes).compactMap { lines, end in
      lines.first { $0.hasPrefix("id: ") }.map { (String($0.dropFirst(4)), end) }
    }
  }

  private static func eventCount(_ bytes: [UInt8]) -> Int {
    blocks(in: bytes).count { lines, _ in lines.contains { $0.hasPrefix("data") } }
  }

  /// The lines up to each blank line, and the offset after it.
  private static func blocks(in bytes: [UInt8]) -> [(lines: [String], end: Int)] {
    var blocks: [(lines: [String], end: Int)] = []
    var lines: [String] = []
    var line: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == 0x0A || byte == 0x0D else {
        line.append(byte)
        continue
      }
      if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
      if line.isEmpty {
        blocks.append((lines, index))
        lines = []
      } else {
        lines.append(String(decoding: line, as: UTF8.self))
      }
      line = []
    }
    return blocks
  }
}
