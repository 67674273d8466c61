import TextForms

/// The parts of a request target (RFC 9112, 3.2).
///
///     /play/a%20b?seed=1&x=a+b     origin-form
///     http://localhost:8000/play   absolute-form
///     *                            asterisk-form
struct RequestTarget {
  var path = ""
  var segments: [String] = []
  var query: [(name: String, value: String)] = []

  init(_ target: String) {
    var rest = Substring(target)
    if !rest.hasPrefix("/"), let scheme = rest.firstRange(of: "://") {
      let authority = rest[scheme.upperBound...]
      rest = authority.firstIndex(where: { $0 == "/" || $0 == "?" }).map { authority[$0...] } ?? "/"
      if rest.first == "?" { rest = "/" + rest }
    }
    let mark = rest.firstIndex(of: "?")
    path = String(rest[..<(mark ?? rest.endIndex)])
    if path.utf8.first == UInt8(ascii: "/") {
      segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"))
        .map { Self.decoded($0, plusIsSpace: false) }
    }
    if let mark {
      query = rest[rest.index(after: mark)...].utf8.split(separator: UInt8(ascii: "&")).map { pair in
        let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        return (
          name: Self.decoded(parts.first ?? pair, plusIsSpace: true),
          value: parts.count > 1 ? Self.decoded(parts[parts.startIndex + 1], plusIsSpace: true) : ""
        )
      }
    }
  }

  /// Percent-decodes a part of a target; a `%` that is not followed by two hexadecimal digits is kept. Bytes that are not UTF-8 stay
  /// encoded in a query (`%FF`) and become U+FFFD in a path.
  static func decoded(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String {
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+")) })
    else {
      return String(Substring(bytes))
    }
    let decoded = PercentEncoding.decodeLeniently(Array(bytes), plusIsSpace: plusIsSpace)
    if plusIsSpace, String(validating: decoded, as: UTF8.self) == nil { return withEscapes(decoded) }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Text in which bytes that are not UTF-8 are written as `%FF`, so that none is lost.
  private static func withEscapes(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      if let character = String(validating: rest.prefix(length), as: UTF8.self) {
        text += character
        rest = rest.dropFirst(length)
      } else {
        text += String(decoding: PercentEncoding.escape(first), as: UTF8.self)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// The authority of an absolute-form target, `localhost:8000` of `http://localhost:8000/play`.
  static func authority(of target: String) -> String? {
    guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return nil }
    return String(target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" })
  }
}
