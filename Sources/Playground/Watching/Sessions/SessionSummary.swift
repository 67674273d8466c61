import MicroHTTP
import Platform
import TextForms

struct SessionSummary: Sendable {
  struct Stream: Sendable {
    var record: StreamRecord
    /// The gate at which it waits.
    var gate: String?
  }

  var key: SessionKey
  /// CLOCK_MONOTONIC, nanoseconds.
  var lastActive: UInt64
  /// Connections so far, by scenario.
  var attempts: [String: Int]
  /// The gates at which streams wait.
  var gates: [String]
  /// All open streams and the latest ended ones, newest first.
  var streams: [Stream]
  var openCount: Int

  init(_ key: SessionKey, _ session: Session, includingEnded: Bool = true) {
    self.key = key
    lastActive = session.lastActive
    attempts = session.attempts
    gates = Set(session.waiting.values).sorted()
    openCount = session.streams.count
    streams = (Array(session.streams.values) + (includingEnded ? session.ended : []))
      .sorted { ($0.started, $0.id.number) > ($1.started, $1.id.number) }
      .map { Stream(record: $0, gate: session.waiting[$0.id]) }
  }
}

extension SessionSummary {
  func json(at now: UInt64) -> JSONValue {
    let lastActive = WallClock.now &- Int64(clamping: now - min(lastActive, now))
    return [
      "session": .string(key.description), "named": .bool(!key.standsIn),
      "lastActive": .string(Timestamp.text(nanoseconds: lastActive)),
      "attempts": .object(
        attempts.sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .int($0.value)) }),
      "gates": .array(gates.map(JSONValue.string)), "open": .int(openCount),
      "streams": .array(streams.map { $0.record.json(gate: $0.gate, at: now) }),
    ]
  }
}

extension SessionSummary.Stream {
  /// Returns the values that change while a stream is open.
  func progress(at now: UInt64) -> JSONValue {
    [
      "stream": .string(record.id.description), "session": .string(record.session.description),
      "events": .int(record.events.load(ordering: .relaxed)),
      "bytes": .int(Int(clamping: record.bytes.load(ordering: .relaxed))),
      "duration": .seconds(record.duration(at: now)), "gate": JSONValue(gate),
      "held": JSONValue(record.hand.withLock { $0.standstill }?.rawValue),
      "lastEvent": record.lastEvent.withLock { $0.json },
    ]
  }
}

extension StreamRecord {
  func json(gate: String? = nil, at now: UInt64) -> JSONValue {
    let status = status.load(ordering: .relaxed)
    let end = end
    return [
      "stream": .string(id.description), "session": .string(session.description),
      "scenario": .string(scenario), "method": .string(method), "target": .string(target),
      "remoteAddress": .string(remoteAddress), "userAgent": JSONValue(userAgent), "page": JSONValue(page),
      "client": client.load(ordering: .relaxed) == 0 ? .null : .int(client.load(ordering: .relaxed)),
      "started": .string(Timestamp.text(nanoseconds: wallStarted)),
      "state": end == nil ? "open" : "ended", "status": status == 0 ? .null : .int(status),
      "events": .int(events.load(ordering: .relaxed)),
      "bytes": .int(Int(clamping: bytes.load(ordering: .relaxed))), "duration": .seconds(duration(at: now)),
      "lastEvent": lastEvent.withLock { $0.json },
      "lastEventId": JSONValue(lastEventID), "attempt": .int(attempt), "seed": .string(seed.description),
      "speed": .double(speed.factor), "cors": JSONValue(cors), "gate": JSONValue(gate),
      "held": JSONValue(end == nil ? hand.withLock { $0.standstill }?.rawValue : nil),
      "endedBy": JSONValue(end?.by.rawValue),
      "ending": JSONValue(end?.ending?.rawValue),
    ]
  }
}
