import ServerSentEvents

@testable import Scenarios

/// A client that reconnects with its last event ID, as a browser does, in virtual time.
struct ReturningReader {
  struct Received: Equatable {
    var type: String
    var data: String
    /// The plan time of the write that completed it.
    var time: UInt64
  }

  /// A reader's state after a byte. Readers in equal states behave the same after a cut: the part of an event that they hold is lost.
  struct Position: Hashable {
    var eventCount: Int
    /// The number of events up to the last one that set an ID; those after it are sent again.
    var countAtID: Int
    var lastEventID: String
    var attempt: Int
  }

  let scenario: Scenario
  let request: PlanRequest
  /// The number of events after which it leaves an endless stream.
  let enough: Int
  private(set) var events: [Received] = []
  private(set) var lastEventID = ""
  private(set) var attempt = 0
  /// All positions it was in, each once, with the number of bytes after which it was first reached.
  private(set) var positions: [(position: Position, offset: Int)] = []
  /// Whether it left although more would have come.
  private(set) var isLeft = false
  private(set) var byteCount = 0
  private var countAtID = 0
  /// Whether to note the position after each byte; only a reader that is never cut does.
  private let notesPositions: Bool

  /// The most connections, more than any scenario needs.
  private static let connectionLimit = 40

  init(_ scenario: Scenario, _ request: PlanRequest, enough: Int) {
    self.scenario = scenario
    self.request = request
    self.enough = enough
    notesPositions = true
  }

  /// A reader that was cut off at `position` and reconnects.
  init(_ reader: ReturningReader, cutAt position: Position) {
    scenario = reader.scenario
    request = reader.request
    enough = reader.enough - position.countAtID
    notesPositions = false
    lastEventID = position.lastEventID
    attempt = position.attempt
  }

  /// Reads until nothing more will come. Reconnects whenever the scenario ends a connection before that.
  mutating func read() {
    note()
    while enough > 0, connect() {
      guard attempt < Self.connectionLimit else {
        isLeft = true
        return
      }
    }
    isLeft = events.count >= enough
  }

  /// Reads one connection. Returns whether to reconnect after it.
  private mutating func connect() -> Bool {
    attempt += 1
    var request = request
    request.attempt = attempt
    request.lastEventID = lastEventID.isEmpty ? nil : lastEventID
    var plan = scenario.plan(for: request, clock: ClockReading(wall: Playing.start, monotonic: 0))
    var parser = EventStreamParser()
    var writes = Writes()
    var now: PlanTime = 0
    while true {
      var meter = Playing.one
      let clock = Playing.clock(at: plan.resumedTime + now)
      let next = plan.advance(to: now, clock: clock, meter: &meter, into: &writes)
      while let (bytes, _, _) = writes.takeNext() {
        let time = plan.resumedTime + now
        if notesPositions {
          for byte in bytes {
            take(CollectionOfOne(byte), at: time, &parser)
            if events.count >= enough { return false }
          }
        } else {
          take(bytes, at: time, &parser)
          if events.count >= enough { return false }
        }
      }
      switch next {
      case .respond(let response):
        // A redirect counts as leading back here.
        return (300...399).contains(response.status) || response.status >= 500
      case .end(let ending): return ending != .complete || events.count == countAtID
      case .idle, .follow: return false
      // There is nobody to give the value.
      case .gate where plan.awaitsValue: return false
      case .gate(let name, _): plan.open(gate: name, at: now)
      case .at(let time): now = time
      case .head, .signal, .again: continue
      }
    }
  }

  private mutating func take(
    _ bytes: some Collection<UInt8>, at time: UInt64, _ parser: inout EventStreamParser
  ) {
    let before = parser.lastEventID
    let count = events.count
    parser.parse(bytes) { part in
      guard case .event(let event) = part.outcome else { return }
      events.append(Received(type: event.type, data: event.data, time: time))
    }
    byteCount += bytes.count
    // Browsers keep the ID of the previous connection until a new one comes.
    if parser.lastEventID != before {
      lastEventID = parser.lastEventID
      countAtID = events.count
    }
    if events.count != count || parser.lastEventID != before { note() }
  }

  private mutating func note() {
    let position = Position(
      eventCount: events.count, countAtID: countAtID, lastEventID: lastEventID, attempt: attempt)
    guard notesPositions else { return }
    if positions.last?.position != position { positions.append((position, byteCount)) }
  }
}
