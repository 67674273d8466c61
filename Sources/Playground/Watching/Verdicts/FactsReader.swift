import Judging
import MicroHTTP

/// Makes facts from a session's journal, reading a limited part of it in each turn.
struct FactsReader {
  /// The most bytes and the most entries of one turn.
  private static let byteBudget = 65_536
  private static let entryBudget = 1_000

  let journal: SessionJournal
  private var cursor: JournalCursor
  private var builder: FactsBuilder
  /// The scenario of the latest request.
  private(set) var scenario: String?

  init(_ journal: SessionJournal, marks: [String] = FactsBuilder.usualMarks) {
    self.journal = journal
    cursor = JournalCursor(journal, from: nil)
    builder = FactsBuilder(marks: marks)
  }

  /// Reads the next entries.
  ///
  /// - Returns: whether everything was read.
  mutating func read() -> Bool {
    var bytes = 0
    for _ in 0..<Self.entryBudget where bytes < Self.byteBudget {
      switch cursor.step() {
      case .entry(let entry): bytes += take(entry)
      case .missed: builder.missed()
      case .end: return true
      }
    }
    return false
  }

  /// Asks to be woken at the next entry; returns false if there is one already.
  func arm() -> Bool { cursor.arm() }

  func facts(now: UInt64) -> SessionFacts { builder.facts(now: now) }

  /// Sets the marks after which a client is done, and starts over if they have changed.
  mutating func setMarks(_ marks: [String]) {
    guard marks != builder.marks else { return }
    self = FactsReader(journal, marks: marks)
  }

  private mutating func take(_ entry: JournalEntry) -> Int {
    let stream = StreamID(number: entry.stream).description
    let place = JournalPlace(entry: entry.number, moment: entry.moment)
    switch entry.kind {
    case .request:
      guard let request = entry.request else { return 0 }
      scenario = request.scenario
      var facts = RequestFacts(method: request.method, target: request.target, fields: request.fields)
      facts.remoteAddress = request.remoteAddress
      facts.lastEventID = request.lastEventID
      facts.client = request.client
      facts.bodyLength = request.bodyLength
      facts.body = Array(request.body)
      facts.refusal = request.cors
      builder.request(facts, stream: stream, at: place)
    case .head:
      guard let head = entry.head else { return 0 }
      var fields = head.fields
      // The server adds this field itself, so the recorded fields do not have it.
      if case .length(let length) = head.framing {
        fields.append(.init(name: "Content-Length", value: String(length)))
      }
      builder.head(.init(status: head.status, fields: fields, place: place), stream: stream)
    case .write:
      guard let (offset, bytes) = entry.written else { return 0 }
      builder.write(bytes, offset: offset, stream: stream, at: place)
      return bytes.count
    case .end:
      guard let end = entry.end, let by = StreamFacts.End.Actor(rawValue: end.by) else { return 0 }
      builder.end(
        .init(
          by: by, ending: end.ending, bytes: UInt64(end.bytes), acknowledged: UInt64(end.acknowledged),
          blocked: end.blocked, left: journal.start &+ end.left, place: place), stream: stream)
    case .preflight:
      guard let asked = entry.preflight else { return 0 }
      builder.preflight(
        PreflightFacts(
          origin: asked.origin, method: asked.method, target: asked.target, refusal: asked.cors, place: place)
      )
    case .dispatched:
      guard let event = entry.dispatched else { return 0 }
      builder.dispatched(
        DispatchedEvent(type: event.type, data: event.data, lastEventID: event.lastEventID, place: place))
      return event.data.utf8.count
    case .gate, .openedGate, .hand, .signal: break
    }
    return 0
  }
}
