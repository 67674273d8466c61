import HTTPTypes
import MicroHTTP

/// What the event streams of the API have in common.
enum EventText {
  static let heartbeat: UInt64 = 15_000_000_000
  static let keepAlive = Array(": keep-alive\n".utf8)

  /// No line that lets a page of another origin read it.
  static let head = StreamHead(headerFields: [
    .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store, no-transform",
    .accelBuffering: "no",
    .xContentTypeOptions: "nosniff",
  ])

  /// Sent at the beginning, and as last words of a server that stops.
  static let retry = Array("retry: 2000\n".utf8)

  /// The texts are ours: event types, IDs of hexadecimal digits and JSON hold no line end.
  static func append(_ event: String, id: String?, data: JSONValue, to buffer: inout [UInt8]) {
    begin(event, id: id, in: &buffer)
    data.append(to: &buffer)
    buffer += "\n\n".utf8
  }

  /// All of an event but its data and its end.
  static func begin(_ event: String, id: String?, in buffer: inout [UInt8]) {
    buffer += "event: ".utf8
    buffer += event.utf8
    if let id {
      buffer += "\nid: ".utf8
      buffer += id.utf8
    }
    buffer += "\ndata: ".utf8
  }
}
