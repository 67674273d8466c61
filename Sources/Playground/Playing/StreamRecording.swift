import HTTPTypes
import MicroHTTP

/// The recording of a stream, read from its session's journal.
struct StreamRecording: Sendable {
  struct Write: Sendable {
    /// Nanoseconds since the request.
    var time: UInt64
    var bytes: [UInt8]
  }

  private(set) var writes: [Write] = []
  private(set) var ending = StreamEnding.complete
  private var status = 200
  private var fields: [(name: String, value: String)] = []
  private var framing = StreamHead.Framing.chunked
  private var eventCount = 0

  /// Returns the recorded head with the ID of another stream and the given CORS fields.
  func head(as stream: StreamID, _ crossOriginFields: HTTPFields) -> StreamHead {
    var head = HTTPFields()
    for (name, value) in fields {
      guard let name = HTTPField.Name(name), !name.canonicalName.hasPrefix("access-control-"),
        name != .streamID, name != .formerStreamID
      else { continue }
      head.append(HTTPField(name: name, value: value))
    }
    head[.streamID] = stream.description
    head[.formerStreamID] = stream.description
    head.allowReading(crossOriginFields)
    return StreamHead(status: status, headerFields: head, framing: framing)
  }

  /// Returns the number of events up to a write. It is known only at the end, so it is 0 before the last write.
  func events(until place: Int) -> Int { place >= writes.count ? eventCount : 0 }

  /// Finds the last stream of a scenario among the entries of a journal.
  struct Reading {
    let scenario: String
    /// The stream that replays it, whose own entries are skipped.
    let except: UInt64
    private var recording = StreamRecording()
    private var stream: UInt64?
    private var nextOrdinal: UInt64 = 0
    private var start: UInt64 = 0
    private var hasHead = false
    private var hasEnd = false
    /// Why the stream cannot be replayed; nil if nothing is missing so far.
    private var missing: String?
    /// The number of entries that the journal no longer has.
    private var missed: UInt64 = 0
    private(set) var weight = 0

    init(scenario: String, except: UInt64) {
      self.scenario = scenario
      self.except = except
    }

    mutating func miss(_ count: UInt64) { missed += count }

    mutating func take(_ entry: JournalEntry) {
      guard entry.stream != except else { return }
      if entry.kind == .request {
        guard let request = entry.request, request.scenario == scenario, request.isPlayed else { return }
        let missed = missed
        self = Reading(scenario: scenario, except: except)
        self.missed = missed
        stream = entry.stream
        start = entry.start
        nextOrdinal = entry.ordinal &+ 1
        return
      }
      guard entry.stream == stream else { return }
      if entry.ordinal != nextOrdinal, missing == nil {
        missing =
          "of its stream \(StreamID(number: entry.stream)), \(entry.ordinal &- nextOrdinal) entries of the journal after entry \(nextOrdinal) are not kept any more."
      }
      nextOrdinal = entry.ordinal &+ 1
      switch entry.kind {
      case .head: take(entry.head)
      case .write:
        guard let bytes = entry.written?.bytes else { return }
        recording.writes.append(Write(time: entry.moment - min(start, entry.moment), bytes: Array(bytes)))
        weight += bytes.count + 64
      case .end:
        hasEnd = true
        guard let end = entry.end else { return }
        recording.ending = end.ending.flatMap(StreamEnding.init(rawValue:)) ?? recording.ending
        recording.eventCount = end.events
      case .request, .gate, .openedGate, .hand, .signal, .preflight, .dispatched: break
      }
    }

    private mutating func take(_ head: JournalEntry.Head?) {
      guard let head else {
        missing = missing ?? "its head cannot be read."
        return
      }
      hasHead = true
      recording.status = head.status
      recording.framing = head.framing
      recording.fields = head.fields.map { (name: $0.name, value: $0.value) }
      weight += head.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    }

    /// - Throws: a sentence with the reason if there is nothing to replay.
    func finish() throws(Failure) -> StreamRecording {
      guard stream != nil else {
        throw Failure(
          missed > 0
            ? "the beginning of its streams of '\(scenario)' is not kept any more: \(missed) entries of the journal are gone."
            : "it has no stream of '\(scenario)'.")
      }
      if let missing { throw Failure(missing) }
      guard hasEnd else { throw Failure("its stream is still open.") }
      guard hasHead else { throw Failure("its stream ended before it had a head.") }
      return recording
    }
  }
}

extension JournalEntry.Request {
  /// Whether its stream played the scenario itself: HEAD and OPTIONS have no body to replay, and a replay only repeats another stream.
  fileprivate var isPlayed: Bool {
    guard method != "HEAD", method != "OPTIONS" else { return false }
    let query = target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    return !query.split(separator: "&").contains { $0.hasPrefix("replay=") }
  }
}
