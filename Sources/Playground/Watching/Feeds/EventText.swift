import HTTPTypes
import MicroHTTP
import ServerSentEvents
import TextForms

/// The parts that the event streams of the API have in common. `heartbeat` is in nanoseconds.
enum EventText {
  static let heartbeat: UInt64 = 15_000_000_000
  /// It has no CORS field, so pages of other origins cannot read it.
  static let head = StreamHead(headerFields: [
    .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store, no-transform",
    .accelBuffering: "no",
    .xContentTypeOptions: "nosniff",
  ])

  private static let encoder = EventEncoder()

  static let keepAlive = line(.comment, "keep-alive")

  /// Sent at the beginning, and as the last bytes when the server stops.
  static let retry = line(.retry, "2000")

  static func line(_ field: EventField, _ value: String) -> [UInt8] { encoder.line(field, value) }

  /// Appends an event. The texts come from the server: event types, IDs of hexadecimal digits and JSON contain no line end.
  static func append(_ event: String, id: String?, data: JSONValue, to buffer: inout [UInt8]) {
    begin(event, id: id, in: &buffer)
    data.append(to: &buffer)
    end(&buffer)
  }

  /// Appends an event up to its data.
  static func begin(_ event: String, id: String?, in buffer: inout [UInt8]) {
    encoder.append(.event, event, to: &buffer)
    if let id { encoder.append(.id, id, to: &buffer) }
    encoder.begin(.data, in: &buffer)
  }

  /// Ends the line of the data, and the event with a blank line.
  static func end(_ buffer: inout [UInt8]) {
    encoder.appendLineEnd(to: &buffer)
    encoder.appendLineEnd(to: &buffer)
  }
}
