import HTTPTypes
import MicroHTTP
import Scenarios
import Platform

/// Replays the last stream of a scenario in a session, byte for byte and with the same timing.
///
/// The journal is read part by part, before the head is sent, so that the response can name missing entries.
struct ReplayStream: StreamProducer {
  /// The most entries that are read in one turn.
  private static let entryBudget = 500

  private let sessions: SessionRegistry
  private let record: StreamRecord
  private var recorder: StreamRecorder
  private let key: SessionKey
  private let crossOriginFields: HTTPFields
  private var cursor: JournalCursor?
  private var reading: StreamRecording.Reading
  private var memory: StreamMemory.Share
  private var played: StreamRecording?
  private var origin: UInt64 = 0
  private var place = 0
  private var hasHead = false
  private var isTold = false

  init(
    of key: SessionKey, scenario: String, recorder: StreamRecorder, sessions: SessionRegistry,
    memory: StreamMemory, crossOriginFields: HTTPFields
  ) {
    self.key = key
    self.sessions = sessions
    self.recorder = recorder
    self.crossOriginFields = crossOriginFields
    record = recorder.record
    reading = StreamRecording.Reading(scenario: scenario, except: recorder.record.id.number)
    cursor = sessions.journal(of: key).map { JournalCursor($0, from: nil) }
    self.memory = StreamMemory.Share(memory)
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    guard let played else { return read(at: now) }
    if !hasHead {
      hasHead = true
      origin = now
      let head = played.head(as: record.id, crossOriginFields)
      recorder.head(head, at: now)
      return .head(head)
    }
    guard place < played.writes.count else { return .end(played.ending) }
    let write = played.writes[place]
    let due = origin &+ record.speed.duration(of: write.time)
    guard due <= now else { return .wait(until: due) }
    place += 1
    buffer += write.bytes
    recorder.write(write.bytes, events: played.events(until: place), at: now)
    return .write
  }

  private mutating func read(at now: UInt64) -> Production {
    guard var cursor else { return refuse(.notFound, "Session '\(key)' has no journal.", at: now) }
    self.cursor = nil
    for _ in 0..<Self.entryBudget {
      switch cursor.step() {
      case .missed(let count, _): reading.miss(count)
      case .entry(let entry):
        reading.take(entry)
        guard memory.update(reading.weight), reading.weight <= 8 << 20 else {
          return refuse(
            .serviceUnavailable, "What is to be played again takes more memory than there is.", at: now)
        }
      case .end:
        do throws(Failure) {
          played = try reading.finish()
          return .yield
        } catch {
          return refuse(.conflict, "Session '\(key)' cannot be played again: \(error)", at: now)
        }
      }
    }
    self.cursor = cursor
    return .yield
  }

  private mutating func refuse(_ status: HTTPResponse.Status, _ detail: String, at now: UInt64) -> Production
  {
    let result = HTTPResult.problem(status, detail).readable(by: crossOriginFields)
    recorder.head(
      StreamHead(status: result.status, headerFields: result.headerFields, framing: .closeDelimited), at: now)
    return .respond(result)
  }

  mutating func drain(into buffer: inout [UInt8]) {}

  mutating func clientClosed(_ summary: StreamSummary) { tellEnd(summary) }

  mutating func ended(_ summary: StreamSummary) {
    _ = memory.update(0)
    tellEnd(summary)
  }

  private mutating func tellEnd(_ summary: StreamSummary) {
    guard !isTold else { return }
    isTold = true
    let now = Monotonic.now
    recorder.end(summary, events: played?.events(until: place) ?? 0, at: now)
    sessions.ended(record, at: now)
  }
}
