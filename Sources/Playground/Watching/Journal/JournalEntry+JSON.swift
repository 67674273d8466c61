import Judging
import MicroHTTP
import Scenarios
import TextForms

extension JournalEntry {
  /// The event type.
  var event: String {
    switch kind {
    case .request: "request"
    case .head: "head"
    case .write: "write"
    case .gate: "gate"
    case .openedGate: "opened-gate"
    case .end: "end"
    case .preflight: "preflight"
    case .hand: "hand"
    case .signal: "signal"
    case .dispatched: "dispatched"
    }
  }

  /// Appends the event's data; if the entry is broken, only what all entries have.
  func append(to buffer: inout [UInt8], in journal: SessionJournal) {
    buffer += "{\"stream\":\"".utf8
    buffer += StreamID(number: stream).description.utf8
    buffer += "\",\"time\":\"".utf8
    buffer += Timestamp.text(nanoseconds: journal.wallTime(of: moment)).utf8
    buffer += "\",\"at\":".utf8
    buffer += String(Double((moment - min(start, moment)) / 1_000) / 1_000).utf8
    var reader = details
    if kind == .write {
      Self.appendWrite(&reader, to: &buffer)
    } else {
      let members: Members? =
        switch kind {
        case .request: request.map(Self.members)
        case .head: head.map(Self.members)
        case .gate, .openedGate: Self.gate(&reader)
        case .preflight: preflight.map(Self.members)
        case .end, .write: end.map(Self.members)
        case .hand: reader.text().map { [.init(name: "verb", value: .string($0))] }
        case .signal: Self.signal(&reader)
        case .dispatched: dispatched.map(Self.members)
        }
      for member in members ?? [] {
        buffer.append(UInt8(ascii: ","))
        JSONValue.string(member.name).append(to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        member.value.append(to: &buffer)
      }
      if kind == .openedGate || kind == .signal, !reader.rest.isEmpty {
        // The value is JSON on one line already.
        buffer += ",\"value\":".utf8
        buffer += reader.rest
      }
    }
    buffer.append(UInt8(ascii: "}"))
  }

  private typealias Members = [JSONValue.Member]

  private static func members(of event: Dispatched) -> Members {
    [
      .init(name: "type", value: JSONValue(event.type)), .init(name: "data", value: .string(event.data)),
      .init(name: "lastEventId", value: JSONValue(event.lastEventID)),
    ]
  }

  private static func members(of request: Request) -> Members {
    // Not validated as UTF-8: what is kept may end within a character.
    let isText = request.bodyLength > 0 && !request.body.contains(0)
    return [
      .init(name: "scenario", value: .string(request.scenario)),
      .init(name: "method", value: .string(request.method)),
      .init(name: "target", value: .string(request.target)),
      .init(name: "remoteAddress", value: .string(request.remoteAddress)),
      .init(name: "client", value: request.client == 0 ? .null : .int(request.client)),
      .init(name: "connection", value: .string(String(request.connection, radix: 16))),
      .init(name: "attempt", value: .int(request.attempt)),
      .init(name: "seed", value: .string(String(request.seed))),
      .init(name: "speed", value: .double(request.speed)),
      .init(name: "lastEventId", value: JSONValue(request.lastEventID)),
      .init(name: "cors", value: JSONValue(request.cors)),
      .init(name: "headers", value: list(request.fields)),
      .init(
        name: "body", value: isText ? .string(String(decoding: request.body, as: UTF8.self)) : .null),
      .init(name: "bodyLength", value: .int(request.bodyLength)),
    ]
  }

  private static func members(of head: Head) -> Members {
    [
      .init(name: "status", value: .int(head.status)), .init(name: "headers", value: list(head.fields)),
      .init(
        name: "framing",
        value: .string(head.framing == 0 ? "chunked" : head.framing == 1 ? "length" : "close")),
      .init(name: "length", value: head.length.map(JSONValue.int) ?? .null),
    ]
  }

  private static func members(of end: End) -> Members {
    [
      .init(name: "endedBy", value: .string(end.by)), .init(name: "ending", value: JSONValue(end.ending)),
      .init(name: "events", value: .int(end.events)), .init(name: "bytes", value: .int(end.bytes)),
      .init(name: "acknowledged", value: .int(end.acknowledged)),
      .init(name: "blocked", value: .seconds(end.blocked)),
    ]
  }

  private static func members(of preflight: Preflight) -> Members {
    [
      .init(name: "origin", value: .string(preflight.origin)),
      .init(name: "method", value: .string(preflight.method)),
      .init(name: "target", value: .string(preflight.target)),
      .init(name: "cors", value: JSONValue(preflight.cors)),
    ]
  }

  private static func gate(_ reader: inout EntryReader) -> Members? {
    guard let line = reader.integer(), let name = reader.text(), let awaits = reader.byte() else {
      return nil
    }
    return [
      .init(name: "gate", value: .string(name)), .init(name: "line", value: .int(line)),
      .init(name: "awaits", value: .bool(awaits != 0)),
    ]
  }

  private static func signal(_ reader: inout EntryReader) -> Members? {
    guard let line = reader.integer(), let session = reader.text(), let gate = reader.text(),
      let outcome = reader.text()
    else { return nil }
    return [
      .init(name: "session", value: .string(session)), .init(name: "gate", value: .string(gate)),
      .init(name: "outcome", value: .string(outcome)), .init(name: "line", value: .int(line)),
    ]
  }

  private static func list(_ fields: [RequestFacts.Field]) -> JSONValue {
    .array(fields.map { [.string($0.name), .string($0.value)] })
  }

  /// Writes are frequent, so no intermediate values are made.
  private static func appendWrite(_ reader: inout EntryReader, to buffer: inout [UInt8]) {
    guard let offset = reader.number(), let count = reader.integer() else { return }
    buffer += ",\"offset\":".utf8
    buffer += String(offset).utf8
    buffer += ",\"parts\":[".utf8
    for index in 0..<count {
      guard let step = reader.number(), let steps = reader.number(), let line = reader.number(),
        let length = reader.number()
      else { break }
      buffer += (index == 0 ? "{\"step\":" : ",{\"step\":").utf8
      buffer += String(step).utf8
      if steps > 1 {
        buffer += ",\"steps\":".utf8
        buffer += String(steps).utf8
      }
      buffer += ",\"line\":".utf8
      buffer += String(line).utf8
      buffer += ",\"length\":".utf8
      buffer += String(length).utf8
      if steps == 0 { buffer += ",\"injected\":true".utf8 }
      buffer.append(UInt8(ascii: "}"))
    }
    buffer += "],\"length\":".utf8
    buffer += String(reader.rest.count).utf8
    buffer += ",\"data\":\"".utf8
    Base64.append(reader.rest, to: &buffer)
    buffer.append(UInt8(ascii: "\""))
  }
}
