import HTTPTypes
import MicroHTTP
import Scenarios

/// Records the request for a stream, and everything that the stream sends.
///
/// Nothing is allocated for a write whose bytes come from a single step of the plan.
struct StreamRecorder {
  /// The most bytes of a request's body that are kept.
  static let bodyLimit = 16_384

  private typealias Part = JournalEntry.Part

  let record: StreamRecord
  private let journal: SessionJournal?
  private let journalPart: JournalPart?
  private var ordinal: UInt64 = 0
  /// The offset of the next write in the body.
  private var offset: UInt64 = 0
  /// The parts of the next write: the first one and, if there are several, all of them.
  private var part: Part?
  private var parts: [Part] = []
  private var wasAnswered = false
  /// A number that represents the last ID that was sent; 0 if none was.
  private var lastID: UInt64 = 0

  /// - Parameters:
  ///   - journal: nil if none is kept.
  ///   - part: the part of the loop that plays the stream.
  init(_ record: StreamRecord, in journal: SessionJournal?, part: JournalPart?) {
    self.record = record
    self.journal = journal
    journalPart = part
  }

  mutating func request(_ request: Request) {
    let fields = request.headerFields.map {
      (name: $0.name.rawName, value: MaskedField.value(of: $0))
    }
    let body = request.body.prefix(Self.bodyLimit)
    let texts = [
      record.scenario, request.method.rawValue, MaskedURL.text(request.target), request.remoteAddress,
    ]
    let lastEventID = record.lastEventID
    let room =
      texts.reduce(0) { $0 + EntryWriter.room(for: $1) } + Self.room(for: fields)
      + EntryWriter.room(for: lastEventID ?? "") + EntryWriter.room(for: record.cors ?? "") + 8
      * EntryWriter.longestNumber
    body.withUnsafeBytes { body in
      append(.request, at: record.started, room: room, data: body) { [record] writer in
        for text in texts { writer.append(text) }
        writer.append(record.attempt)
        writer.append(record.seed.number)
        writer.append(record.speed.factor.bitPattern)
        writer.append(lastEventID)
        writer.append(record.cors)
        writer.append(record.client.load(ordering: .relaxed))
        writer.append(record.connection)
        Self.append(fields, to: &writer)
        writer.append(request.body.count)
      }
    }
  }

  mutating func head(_ head: StreamHead, at now: UInt64) {
    record.status.store(head.status, ordering: .relaxed)
    let fields = head.headerFields.map { (name: $0.name.rawName, value: MaskedURL.text($0.value)) }
    let room = Self.room(for: fields) + 3 * EntryWriter.longestNumber
    append(.head, at: now, room: room) { writer in
      writer.append(head.status)
      switch head.framing {
      case .chunked: writer.append(UInt8(0))
      case .length(let length):
        writer.append(UInt8(1))
        writer.append(length)
      case .closeDelimited: writer.append(UInt8(2))
      }
      Self.append(fields, to: &writer)
    }
  }

  /// Adds the steps of the plan that the next bytes come from.
  mutating func add(_ run: WrittenRuns.Run) {
    guard run.length > 0, journal != nil else { return }
    let next = Part(step: run.step, steps: run.steps, line: run.line, length: run.length)
    guard let part else { return part = next }
    if parts.isEmpty { parts.append(part) }
    parts.append(next)
  }

  mutating func add(_ runs: WrittenRuns) {
    if let first = runs.first { add(first) }
    for run in runs.others { add(run) }
  }

  /// Records bytes that are written to the socket now.
  mutating func write(_ bytes: [UInt8], events: Int, at now: UInt64) {
    if events > record.events.load(ordering: .relaxed) { record.lastEvent.withLock { $0.take(bytes) } }
    record.events.store(events, ordering: .relaxed)
    record.bytes.store(offset &+ UInt64(bytes.count), ordering: .relaxed)
    record.lastSent.store(now, ordering: .relaxed)
    if journal != nil {
      let count = max(parts.count, 1)
      bytes.withUnsafeBytes { data in
        append(
          .write, at: now, room: (2 + 4 * count) * EntryWriter.longestNumber, data: data
        ) { [offset, part, parts] writer in
          writer.append(offset)
          writer.append(count)
          func append(_ part: Part, to writer: inout EntryWriter) {
            writer.append(part.step)
            writer.append(part.steps)
            // The line of injected bytes is negative (`WrittenRuns.injected`).
            writer.append(max(part.line, 0))
            writer.append(part.length)
          }
          if parts.isEmpty {
            append(part ?? Part(step: 0, steps: 1, line: 0, length: data.count), to: &writer)
          } else {
            for part in parts { append(part, to: &writer) }
          }
        }
      }
    }
    if let id = SentID.last(in: bytes) { lastID = id }
    offset &+= UInt64(bytes.count)
    part = nil
    // Most streams never have several parts, and a long list is not worth keeping.
    if !parts.isEmpty { parts.removeAll(keepingCapacity: parts.count <= 4) }
  }

  /// Records a complete response in place of a stream. The server does not count its bytes.
  mutating func answer(_ bytes: [UInt8], at now: UInt64) {
    wasAnswered = true
    if !bytes.isEmpty { write(bytes, events: 0, at: now) }
  }

  /// - Parameter value: the JSON that the gate was opened with.
  mutating func gate(
    _ name: String, line: Int, awaits: Bool, isOpen: Bool, value: [UInt8]? = nil, at now: UInt64
  ) {
    let room = EntryWriter.room(for: name) + EntryWriter.longestNumber + 1
    (value ?? []).withUnsafeBytes { value in
      append(isOpen ? .openedGate : .gate, at: now, room: room, data: value) { writer in
        writer.append(line)
        writer.append(name)
        writer.append(UInt8(awaits ? 1 : 0))
      }
    }
    record.lastSent.store(now, ordering: .relaxed)
  }

  /// Records a manual command.
  mutating func hand(_ verb: LiveVerb, at now: UInt64) {
    append(.hand, at: now, room: EntryWriter.room(for: verb.rawValue)) { $0.append(verb.rawValue) }
  }

  mutating func signal(_ signal: Signal, outcome: String, line: Int, at now: UInt64) {
    let texts = [signal.session, signal.gate, outcome]
    let room = texts.reduce(EntryWriter.longestNumber) { $0 + EntryWriter.room(for: $1) }
    (signal.value ?? Signal.null).withUnsafeBytes { value in
      append(.signal, at: now, room: room, data: value) { writer in
        writer.append(line)
        for text in texts { writer.append(text) }
      }
    }
  }

  mutating func end(_ summary: StreamSummary, events: Int, at now: UInt64) {
    record.events.store(events, ordering: .relaxed)
    let bytes = wasAnswered ? offset : summary.bytes
    record.bytes.store(bytes, ordering: .relaxed)
    record.close(summary, at: now)
    record.lastID.store(lastID, ordering: .relaxed)
    let end = StreamRecord.End(summary, at: now)
    let acknowledged = bytes - min(bytes, summary.unacknowledged)
    let left = summary.leftAt == 0 ? now : min(summary.leftAt, now)
    append(.end, at: now, room: 7 * EntryWriter.longestNumber + 32) { [journal] writer in
      writer.append(end.by.rawValue)
      writer.append(end.ending?.rawValue)
      writer.append(events)
      writer.append(bytes)
      writer.append(acknowledged)
      writer.append(summary.longestBlock)
      writer.append(left &- (journal?.start ?? 0))
    }
  }

  private mutating func append(
    _ kind: JournalEntry.Kind, at now: UInt64, room: Int,
    data: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    _ write: (inout EntryWriter) -> Void
  ) {
    guard let journal, let journalPart else { return }
    journal.record(
      kind, at: now, in: journalPart, stream: record.id.number, ordinal: ordinal, started: record.started,
      room: room, data: data, write)
    ordinal += 1
  }

  private static func room(for fields: [(name: String, value: String)]) -> Int {
    fields.reduce(EntryWriter.longestNumber) {
      $0 + EntryWriter.room(for: $1.name) + EntryWriter.room(for: $1.value)
    }
  }

  private static func append(_ fields: [(name: String, value: String)], to writer: inout EntryWriter) {
    writer.append(fields.count)
    for field in fields {
      writer.append(field.name)
      writer.append(field.value)
    }
  }
}
