import Judging
import MicroHTTP

/// The contents that are specific to a kind of entry; nil if the entry is broken.
extension JournalEntry {
  struct Request {
    var scenario: String
    var method: String
    var target: String
    var remoteAddress: String
    var attempt: Int
    var seed: UInt64
    var speed: Double
    var lastEventID: String?
    var cors: String?
    var client: Int
    var connection: UInt64
    var fields: [RequestFacts.Field]
    var bodyLength: Int
    /// The part of the body that is kept.
    var body: ArraySlice<UInt8>
  }

  struct Head {
    var status: Int
    var framing: StreamHead.Framing
    var fields: [RequestFacts.Field]
  }

  struct End {
    var by: String
    var ending: String?
    var events: Int
    var bytes: Int
    var acknowledged: Int
    var blocked: UInt64
    /// `StreamSummary.leftAt` in nanoseconds since the beginning of the journal.
    var left: UInt64
  }

  struct Preflight {
    var origin: String
    var method: String
    var target: String
    var cors: String?
  }

  var request: Request? {
    var reader = details
    guard let scenario = reader.text(), let method = reader.text(), let target = reader.text(),
      let address = reader.text(), let attempt = reader.integer(), let seed = reader.number(),
      let speed = reader.number(), let lastEventID = reader.optionalText(), let cors = reader.optionalText(),
      let client = reader.integer(), let connection = reader.number(), let fields = Self.fields(&reader),
      let length = reader.integer()
    else { return nil }
    return Request(
      scenario: scenario, method: method, target: target, remoteAddress: address, attempt: attempt,
      seed: seed,
      speed: Double(bitPattern: speed), lastEventID: lastEventID, cors: cors, client: client,
      connection: connection, fields: fields, bodyLength: length, body: reader.rest)
  }

  var head: Head? {
    var reader = details
    guard let status = reader.integer(), let byte = reader.byte() else { return nil }
    var framing = byte == 0 ? StreamHead.Framing.chunked : .closeDelimited
    if byte == 1 {
      guard let length = reader.number() else { return nil }
      framing = .length(length)
    }
    guard let fields = Self.fields(&reader) else { return nil }
    return Head(status: status, framing: framing, fields: fields)
  }

  var end: End? {
    var reader = details
    guard let by = reader.text(), let ending = reader.optionalText(), let events = reader.integer(),
      let bytes = reader.integer(), let acknowledged = reader.integer(), let blocked = reader.number(),
      let left = reader.number()
    else { return nil }
    return End(
      by: by, ending: ending, events: events, bytes: bytes, acknowledged: acknowledged, blocked: blocked,
      left: left)
  }

  var preflight: Preflight? {
    var reader = details
    guard let origin = reader.text(), let method = reader.text(), let target = reader.text(),
      let cors = reader.optionalText()
    else { return nil }
    return Preflight(origin: origin, method: method, target: target, cors: cors)
  }

  struct Dispatched {
    var type: String?
    var data: String
    var lastEventID: String?
  }

  var dispatched: Dispatched? {
    var reader = details
    guard let type = reader.optionalText(), let id = reader.optionalText() else { return nil }
    return Dispatched(type: type, data: String(decoding: reader.rest, as: UTF8.self), lastEventID: id)
  }

  /// For a write: the offset of its bytes in the body, and the bytes.
  var written: (offset: UInt64, bytes: ArraySlice<UInt8>)? {
    var reader = details
    guard let offset = reader.number(), let count = reader.integer() else { return nil }
    for _ in 0..<count {
      for _ in 0..<4 { guard reader.number() != nil else { return nil } }
    }
    return (offset, reader.rest)
  }

  private static func fields(_ reader: inout EntryReader) -> [RequestFacts.Field]? {
    guard let count = reader.integer() else { return nil }
    var fields: [RequestFacts.Field] = []
    for _ in 0..<count {
      guard let name = reader.text(), let value = reader.text() else { return nil }
      fields.append(.init(name: name, value: value))
    }
    return fields
  }
}
