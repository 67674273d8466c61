/// What the access log says of a request.
public struct RequestRecord: Sendable {
  /// `-` if the head could not be read.
  public var method: String
  /// Without secrets (`MaskedURL`), escaped, so that it cannot make a line of its own, and cut at 200 characters.
  public var target: String
  /// 0 if the connection was closed without an answer.
  public var status: Int
  /// Of the body.
  public var bytes: UInt64
  /// Nanoseconds from the head to the end of the answer.
  public var duration: UInt64
  public var remoteAddress: String

  init(
    method: String, target: String, status: Int, bytes: UInt64 = 0, duration: UInt64 = 0,
    remoteAddress: String
  ) {
    self.method = method
    self.target = Self.escaped(MaskedURL.text(target))
    self.status = status
    self.bytes = bytes
    self.duration = duration
    self.remoteAddress = remoteAddress
  }

  /// Printable ASCII stays; anything else is written `\u{a}`.
  static func escaped(_ text: String, limit: Int = 200) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      let piece =
        scalar.value > 0x20 && scalar.value < 0x7F
        ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      guard escaped.utf8.count + piece.utf8.count < limit else { return escaped + "…" }
      escaped += piece
    }
    return escaped
  }
}
