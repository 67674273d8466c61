/// A request target taken apart (RFC 9112, 3.2).
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

  /// The `%41` of a target decoded; a `%` that is not followed by two hexadecimal digits stays, and what is not UTF-8
  /// becomes U+FFFD.
  static func decoded(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String {
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+")) })
    else {
      return String(Substring(bytes))
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var iterator = Array(bytes)[...]
    while let byte = iterator.popFirst() {
      if byte == UInt8(ascii: "%"), let high = iterator.first?.hexDigitValue,
        let low = iterator.dropFirst().first?.hexDigitValue
      {
        decoded.append(high << 4 | low)
        iterator = iterator.dropFirst(2)
      } else {
        decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The authority of an absolute-form target, `localhost:8000` of `http://localhost:8000/play`.
  static func authority(of target: String) -> String? {
    guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return nil }
    return String(target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" })
  }
}
