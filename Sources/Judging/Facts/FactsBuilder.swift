import ServerSentEvents

/// Builds facts from a journal, entry by entry.
///
/// It keeps a limited number of streams, and of IDs for each. Streams are named as in the field `Playground-Stream`.
package struct FactsBuilder: Sendable {
  /// The maximum numbers of streams, of IDs and of reconnection times for each stream, and of preflights that are kept.
  static let streamLimit = 400
  static let idLimit = 1_000
  static let retryLimit = 50
  static let preflightLimit = 50
  /// The maximum bytes of events that are kept for comparison, of sent and of dispatched ones separately.
  static let comparedLimit = 1 << 20

  private struct Reading: Sendable {
    var parser = EventStreamParser()
    var expected: UInt64 = 0
    var lastID = ""
  }

  /// Event types, or data, after which a client is done.
  package var marks: [String]
  private var streams: [StreamFacts] = []
  private var indexes: [String: Int] = [:]
  private var readings: [String: Reading] = [:]
  private var preflights: [PreflightFacts] = []
  private var dispatched: [DispatchedEvent] = []
  private var sentWeight = 0
  private var dispatchedWeight = 0
  private var isIncomplete = false

  /// The marks that end the streams of language models, and of this program's own examples.
  package static let usualMarks = ["[DONE]", "complete"]

  package init(marks: [String] = usualMarks) { self.marks = marks }

  package mutating func request(_ request: RequestFacts, stream: String, at place: JournalPlace) {
    if streams.count >= Self.streamLimit { forgetOldest() }
    indexes[stream] = streams.count
    var request = request
    request.identify()
    streams.append(StreamFacts(stream: stream, request: request, requested: place))
    readings[stream] = Reading()
  }

  package mutating func head(_ head: StreamFacts.Head, stream: String) {
    guard let index = indexes[stream] else { return isIncomplete = true }
    streams[index].head = head
  }

  /// - Parameter offset: of the first byte in the body, without chunk framing. If bytes before it are missing, the stream is not whole.
  package mutating func write(
    _ bytes: ArraySlice<UInt8>, offset: UInt64, stream: String, at place: JournalPlace
  ) {
    guard let index = indexes[stream], var reading = readings[stream] else { return isIncomplete = true }
    // Bytes after an end were written for a client that may already have left.
    guard streams[index].end == nil else { return }
    readings[stream] = nil
    if offset != reading.expected {
      streams[index].isWhole = false
      isIncomplete = true
      reading.parser = EventStreamParser()
    }
    reading.expected = offset &+ UInt64(bytes.count)
    streams[index].bytes = reading.expected
    if streams[index].lengthReached == nil,
      let length = streams[index].head?["content-length"].flatMap({ UInt64($0) }), reading.expected >= length
    {
      streams[index].lengthReached = place.moment
    }
    if streams[index].isEventStream { read(bytes, &reading, index, place) }
    readings[stream] = reading
  }

  /// Reads line by line, because a blank line sets the ID, whether or not it dispatches an event.
  private mutating func read(
    _ bytes: ArraySlice<UInt8>, _ reading: inout Reading, _ index: Int, _ place: JournalPlace
  ) {
    var offset = reading.expected &- UInt64(bytes.count)
    var rest = bytes
    while !rest.isEmpty {
      let end = rest.firstIndex(where: \.isLineEnd).map { rest.index(after: $0) } ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...]
      offset &+= UInt64(line.count)
      reading.parser.parse(line) { part in
        switch part.outcome {
        case .event(let event):
          streams[index].events += 1
          keep(
            .init(
              type: event.type, data: event.data, lastEventID: event.lastEventID, end: offset, place: place),
            in: index)
          if let text = marks.first(where: { $0 == event.type || $0 == event.data }) {
            streams[index].mark = .init(text: text, end: offset, place: place)
          }
        case .reconnectionTime(let time):
          if streams[index].retries.count >= Self.retryLimit { streams[index].retries.removeFirst() }
          streams[index].retries.append(.init(milliseconds: time.milliseconds, end: offset, place: place))
        case .nothing: break
        }
      }
      if reading.parser.lastEventID != reading.lastID {
        reading.lastID = reading.parser.lastEventID
        note(.init(id: reading.lastID, end: offset, place: place), in: index)
      }
    }
  }

  private mutating func note(_ id: StreamFacts.SentID, in index: Int) {
    if streams[index].ids.count >= Self.idLimit {
      streams[index].ids.removeFirst(Self.idLimit / 2)
      streams[index].forgottenIDs += Self.idLimit / 2
    }
    streams[index].ids.append(id)
    streams[index].lastID = id.id
  }

  private mutating func keep(_ event: StreamFacts.SentEvent, in index: Int) {
    let weight = event.type.utf8.count + event.data.utf8.count + event.lastEventID.utf8.count + 128
    // After the first event that exceeds the limit, no more are kept, so the kept ones are always the first.
    sentWeight = min(sentWeight + weight, Self.comparedLimit + 1)
    if sentWeight <= Self.comparedLimit { streams[index].sent.append(event) }
  }

  package mutating func dispatched(_ event: DispatchedEvent) {
    let weight =
      (event.type?.utf8.count ?? 0) + event.data.utf8.count + (event.lastEventID?.utf8.count ?? 0) + 128
    dispatchedWeight = min(dispatchedWeight + weight, Self.comparedLimit + 1)
    if dispatchedWeight <= Self.comparedLimit { dispatched.append(event) }
  }

  package mutating func end(_ end: StreamFacts.End, stream: String) {
    guard let index = indexes[stream] else { return isIncomplete = true }
    streams[index].end = end
    streams[index].bytes = max(streams[index].bytes, end.bytes)
    guard let reading = readings.removeValue(forKey: stream) else { return }
    if reading.expected < end.bytes { streams[index].isWhole = false }
    streams[index].unfinishedID = reading.parser.unfinishedID
  }

  package mutating func preflight(_ preflight: PreflightFacts) {
    if preflights.count >= Self.preflightLimit { preflights.removeFirst() }
    preflights.append(preflight)
  }

  /// Records that the journal no longer has some entries.
  package mutating func missed() {
    isIncomplete = true
    for index in streams.indices where streams[index].end == nil { streams[index].isWhole = false }
  }

  /// - Parameter now: the time by the clock of `JournalPlace.moment`; not before any entry.
  package func facts(now: UInt64) -> SessionFacts {
    SessionFacts(
      streams: streams.sorted {
        ($0.requested.moment, $0.requested.entry) < ($1.requested.moment, $1.requested.entry)
      },
      preflights: preflights, dispatched: dispatched,
      areEventsKept: max(sentWeight, dispatchedWeight) <= Self.comparedLimit, isIncomplete: isIncomplete,
      now: now)
  }

  /// Removes the oldest stream that has ended; if none has, the oldest one.
  private mutating func forgetOldest() {
    isIncomplete = true
    let index = streams.firstIndex { $0.end != nil } ?? 0
    readings[streams[index].stream] = nil
    indexes[streams[index].stream] = nil
    streams.remove(at: index)
    for later in streams.indices.dropFirst(index) { indexes[streams[later].stream] = later }
  }
}
