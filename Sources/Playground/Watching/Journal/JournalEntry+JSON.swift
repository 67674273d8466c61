import MicroHTTP
import Scenarios
import TextForms

extension JournalEntry {
  /// The name of the event.
  var event: String {
    switch kind {
    case .request: "request"
    case .head: "head"
    case .write: "write"
    case .gate: "gate"
    case .openedGate: "opened-gate"
    case .end: "end"
    }
  }

  /// Appends the event's data; nothing if the entry is broken.
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
      let members =
        switch kind {
        case .request: Self.request(&reader)
        case .head: Self.head(&reader)
        case .gate, .openedGate: Self.gate(&reader)
        case .end, .write: Self.end(&reader)
        }
      for member in members ?? [] {
        buffer.append(UInt8(ascii: ","))
        JSONValue.string(member.name).append(to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        member.value.append(to: &buffer)
      }
    }
    buffer.append(UInt8(ascii: "}"))
  }

  private typealias Members = [JSONValue.Member]

  private static func request(_ reader: inout EntryReader) -> Members? {
    guard let scenario = reader.text(), let method = reader.text(), let target = reader.text(),
      let address = reader.text(), let attempt = reader.integer(), let seed = reader.number(),
      let speed = reader.number(), let lastEventID = reader.optionalText(), let cors = reader.optionalText(),
      let headers = fields(&reader),
      let length = reader.integer()
    else { return nil }
    // The end of what is kept may be within a character.
    let isText = length > 0 && !reader.rest.contains(0)
    return [
      .init(name: "scenario", value: .string(scenario)), .init(name: "method", value: .string(method)),
      .init(name: "target", value: .string(target)), .init(name: "remoteAddress", value: .string(address)),
      .init(name: "attempt", value: .int(attempt)), .init(name: "seed", value: .string(String(seed))),
      .init(name: "speed", value: .double(Double(bitPattern: speed))),
      .init(name: "lastEventId", value: JSONValue(lastEventID)),
      .init(name: "cors", value: JSONValue(cors)), .init(name: "headers", value: headers),
      .init(name: "body", value: isText ? .string(String(decoding: reader.rest, as: UTF8.self)) : .null),
      .init(name: "bodyLength", value: .int(length)),
    ]
  }

  private static func head(_ reader: inout EntryReader) -> Members? {
    guard let status = reader.integer(), let kind = reader.byte() else { return nil }
    var length: Int?
    if kind == 1 {
      guard let number = reader.integer() else { return nil }
      length = number
    }
    guard let headers = fields(&reader) else { return nil }
    return [
      .init(name: "status", value: .int(status)), .init(name: "headers", value: headers),
      .init(name: "framing", value: .string(kind == 0 ? "chunked" : kind == 1 ? "length" : "close")),
      .init(name: "length", value: length.map(JSONValue.int) ?? .null),
    ]
  }

  private static func gate(_ reader: inout EntryReader) -> Members? {
    guard let line = reader.integer(), let name = reader.text() else { return nil }
    return [.init(name: "gate", value: .string(name)), .init(name: "line", value: .int(line))]
  }

  private static func end(_ reader: inout EntryReader) -> Members? {
    guard let by = reader.text(), let ending = reader.optionalText(), let events = reader.integer(),
      let bytes = reader.integer()
    else { return nil }
    return [
      .init(name: "endedBy", value: .string(by)), .init(name: "ending", value: JSONValue(ending)),
      .init(name: "events", value: .int(events)), .init(name: "bytes", value: .int(bytes)),
    ]
  }

  private static func fields(_ reader: inout EntryReader) -> JSONValue? {
    guard let count = reader.integer() else { return nil }
    var fields: [JSONValue] = []
    for _ in 0..<count {
      guard let name = reader.text(), let value = reader.text() else { return nil }
      fields.append([.string(name), .string(value)])
    }
    return .array(fields)
  }

  /// Writes are many: no values are made on the way.
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
      buffer.append(UInt8(ascii: "}"))
    }
    buffer += "],\"length\":".utf8
    buffer += String(reader.rest.count).utf8
    buffer += ",\"data\":\"".utf8
    Base64.append(reader.rest, to: &buffer)
    buffer.append(UInt8(ascii: "\""))
  }
}
