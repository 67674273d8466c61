import ServerSentEvents
import TextForms

/// The first bytes of the last event that a stream sent.
///
///     event: tick\nid: 3\ndata: {"price": 4}
///
/// The same memory is used for all events, so nothing is allocated for an event.
struct LastEvent: Sendable {
  /// The most bytes that are kept.
  static let limit = 256
  /// How far back in a write the beginning of the event is searched for, in bytes.
  private static let reach = 4_096

  private var bytes: [UInt8] = []

  /// Takes the last event from written bytes. Up to `limit` bytes are kept whole; then only `json` searches for the beginning of the event.
  mutating func take(_ written: [UInt8]) {
    if bytes.capacity == 0 { bytes.reserveCapacity(Self.limit) }
    bytes.removeAll(keepingCapacity: true)
    if written.count <= Self.limit {
      bytes.append(contentsOf: written)
    } else {
      let event = EventTail.lastEvent(in: written, reach: Self.reach)
      bytes.append(contentsOf: written[event].prefix(Self.limit))
    }
  }

  /// `{"type":"tick","id":"3","data":"{\"price\": 4}"}`, with as much of the data as was kept; null if nothing was sent, or if it is not an
  /// event stream.
  var json: JSONValue {
    var type = "message"
    var id: String?
    var data: [String] = []
    var isEvent = false
    let event = bytes[EventTail.lastEvent(in: bytes, reach: Self.reach)]
    for line in event.split(whereSeparator: \.isLineEnd).map(EventLine.init) {
      switch line.field {
      case .event: type = line.value.isEmpty ? type : line.text
      case .id: id = line.text
      case .data: data.append(line.text)
      case .retry, .comment, nil: continue
      }
      isEvent = true
    }
    guard isEvent else { return .null }
    // A character that was cut ends as U+FFFD.
    let text = data.joined(separator: "\n")
    return [
      "type": .string(type), "id": JSONValue(id),
      "data": .string(
        bytes.count == Self.limit && text.hasSuffix("\u{FFFD}") ? String(text.dropLast()) : text),
    ]
  }
}
