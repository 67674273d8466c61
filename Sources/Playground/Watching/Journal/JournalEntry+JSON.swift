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

  /// Appends the event's data; if the entry is broken, only the members that all entries have.
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
      let object: JSONValue? =
        switch kind {
        case .request: request.map(Self.json)
        case .head: head.map(Self.json)
        case .gate, .openedGate: Self.gate(&reader)
        case .preflight: preflight.map(Self.json)
        case .end, .write: end.map(Self.json)
        case .hand: reader.text().map { ["verb": .string($0)] }
        case .signal: Self.signal(&reader)
        case .dispatched: dispatched.map(Self.json)
        }
      if case .object(let members)? = object {
        for member in members {
          buffer.append(UInt8(ascii: ","))
          member.append(to: &buffer)
        }
      }
      if kind == .openedGate || kind == .signal, !reader.rest.isEmpty {
        // The value is JSON on one line already.
        buffer += ",\"value\":".utf8
        buffer += reader.rest
      }
    }
    buffer.append(UInt8(ascii: "}"))
  }

  private static func json(of event: Dispatched) -> JSONValue {
    [
      "type": JSONValue(event.type), "data": .string(event.data), "lastEventId": JSONValue(event.lastEventID),
    ]
  }

  private static func json(of request: Request) -> JSONValue {
    // Not validated as UTF-8, because the kept part may end within a character.
    let isText = request.bodyLength > 0 && !request.body.contains(0)
    return [
      "scenario": .string(request.scenario), "method": .string(request.method),
      "target": .string(request.target), "remoteAddress": .string(request.remoteAddress),
      "client": request.client == 0 ? .null : .int(request.client),
      "connection": .string(String(request.connection, radix: 16)), "attempt": .int(request.attempt),
      "seed": .string(String(request.seed)), "speed": .double(request.speed),
      "lastEventId": JSONValue(request.lastEventID), "cors": JSONValue(request.cors),
      "headers": list(request.fields),
      "body": isText ? .string(String(decoding: request.body, as: UTF8.self)) : .null,
      "bodyLength": .int(request.bodyLength),
    ]
  }

  private static func json(of head: Head) -> JSONValue {
    let (framing, length): (JSONValue, JSONValue) =
      switch head.framing {
      case .chunked: ("chunked", .null)
      case .length(let length): ("length", .int(Int(clamping: length)))
      case .closeDelimited: ("close", .null)
      }
    return ["status": .int(head.status), "headers": list(head.fields), "framing": framing, "length": length]
  }

  private static func json(of end: End) -> JSONValue {
    [
      "endedBy": .string(end.by), "ending": JSONValue(end.ending), "events": .int(end.events),
      "bytes": .int(end.bytes), "acknowledged": .int(end.acknowledged), "blocked": .seconds(end.blocked),
    ]
  }

  private static func json(of preflight: Preflight) -> JSONValue {
    [
      "origin": .string(preflight.origin), "method": .string(preflight.method),
      "target": .string(preflight.target), "cors": JSONValue(preflight.cors),
    ]
  }

  private static func gate(_ reader: inout EntryReader) -> JSONValue? {
    guard let line = reader.integer(), let name = reader.text(), let awaits = reader.byte() else {
      return nil
    }
    return ["gate": .string(name), "line": .int(line), "awaits": .bool(awaits != 0)]
  }

  private static func signal(_ reader: inout EntryReader) -> JSONValue? {
    guard let line = reader.integer(), let session = reader.text(), let gate = reader.text(),
      let outcome = reader.text()
    else { return nil }
    return [
      "session": .string(session), "gate": .string(gate), "outcome": .string(outcome), "line": .int(line),
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
