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

  /// Takes the last event from bytes that are written. If they are few, all are kept, and its beginning is only searched for by `json`.
  mutating func take(_ written: [UInt8]) {
    if bytes.capacity == 0 { bytes.reserveCapacity(Self.limit) }
    bytes.removeAll(keepingCapacity: true)
    if written.count <= Self.limit {
      bytes.append(contentsOf: written)
    } else {
      bytes.append(contentsOf: written[Self.lastEvent(in: written)].prefix(Self.limit))
    }
  }

  private static func lastEvent(in written: [UInt8]) -> Range<Int> {
    var end = written.count
    while end > 0, isLineEnd(written[end - 1]) { end -= 1 }
    var start = end
    while start > max(0, end - reach), !isBlankLine(before: start, in: written) { start -= 1 }
    return start..<end
  }

  /// `{"type":"tick","id":"3","data":"{\"price\": 4}"}`, with as much of the data as was kept; null if nothing was sent, or if it is not an
  /// event stream.
  var json: JSONValue {
    var type = "message"
    var id: String?
    var data: [String] = []
    var isEvent = false
    for line in bytes[Self.lastEvent(in: bytes)].split(whereSeparator: Self.isLineEnd) {
      let (name, value) = Self.field(line)
      switch name {
      case "event": type = value.isEmpty ? type : value
      case "id": id = value
      case "data": data.append(value)
      default: continue
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

  private static func field(_ line: ArraySlice<UInt8>) -> (name: String, value: String) {
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    let value = line[colon...].dropFirst()
    return (
      String(decoding: line[..<colon], as: UTF8.self),
      String(decoding: value.first == UInt8(ascii: " ") ? value.dropFirst() : value, as: UTF8.self)
    )
  }

  /// Whether a blank line, and so an event, ends before this index.
  private static func isBlankLine(before index: Int, in bytes: [UInt8]) -> Bool {
    guard index >= 2, isLineEnd(bytes[index - 1]) else { return false }
    // CR LF is one line end.
    let isPair = bytes[index - 1] == 0x0A && bytes[index - 2] == 0x0D
    let before = index - (isPair ? 3 : 2)
    return before >= 0 && isLineEnd(bytes[before])
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
