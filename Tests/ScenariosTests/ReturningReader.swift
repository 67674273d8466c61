import ServerSentEvents

@testable import Scenarios

/// A client that comes back with its last event ID, as a browser does, on a clock of its own.
struct ReturningReader {
  struct Received: Equatable {
    var type: String
    var data: String
    /// Plan time of the write that completed it.
    var time: UInt64
  }

  /// Where a reader is after a byte: two of the same are the same reader, whatever half an event they hold, since that is lost.
  struct Position: Hashable {
    var eventCount: Int
    /// How many it had with the last one that set an ID: those after it come again.
    var countAtID: Int
    var lastEventID: String
    var attempt: Int
  }

  let scenario: Scenario
  let request: PlanRequest
  /// Events after which it has seen enough of a stream without end.
  let enough: Int
  private(set) var events: [Received] = []
  private(set) var lastEventID = ""
  private(set) var attempt = 0
  /// Every position it was in, each once, with the number of bytes after which it was first there.
  private(set) var positions: [(position: Position, offset: Int)] = []
  /// More would have come.
  private(set) var isLeft = false
  private(set) var byteCount = 0
  private var countAtID = 0
  /// Only a reader that is cut nowhere looks at each byte by itself.
  private let notesPositions: Bool

  /// More than any scenario needs.
  private static let connectionLimit = 40

  init(_ scenario: Scenario, _ request: PlanRequest, enough: Int) {
    self.scenario = scenario
    self.request = request
    self.enough = enough
    notesPositions = true
  }

  /// A reader that was cut off there, and comes back.
  init(_ reader: ReturningReader, cutAt position: Position) {
    scenario = reader.scenario
    request = reader.request
    enough = reader.enough - position.countAtID
    notesPositions = false
    lastEventID = position.lastEventID
    attempt = position.attempt
  }

  /// Reads until nothing more will come, coming back whenever the scenario ends a connection that has more to give.
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

  /// Reads one connection; whether to come back after it.
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
        // A redirect leads elsewhere once, and then back here.
        return (300...399).contains(response.status) || response.status >= 500
      case .end(let ending): return ending != .complete || events.count == countAtID
      case .hold, .follow: return false
      // Nobody is there to say anything.
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
    // Browsers keep the ID of the connection before until another comes.
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
