import TextForms

/// One segment of an address of a scenario or of the API: text, a parameter, or a mix of both.
///
///     models   {model}   {model}:streamGenerateContent   report-{year}.{month}
///
/// The text may have the characters that RFC 3986, section 3.3, allows in a segment, including percent-encoded ones such as `%20`.
package struct PathSegment: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    /// Percent-decoded.
    case literal(String)
    case parameter(String)
  }

  let pieces: [Piece]

  /// - Throws: `PathTemplate.Invalid` if the text is empty, `.` or `..`, or has a character, escape or parameter that is not allowed.
  package init(_ text: String) throws(PathTemplate.Invalid) {
    if text.isEmpty { throw .init("has an empty segment; it may not end with '/' either") }
    if text == "." || text == ".." { throw .init("may not have '.' or '..' as a segment") }
    var pieces: [Piece] = []
    var rest = text[...]
    while !rest.isEmpty {
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else {
          throw .init("has a '{' without its '}' in '\(text)'")
        }
        let name = String(rest[rest.index(after: rest.startIndex)..<end])
        guard VariableName.isValid(name) else {
          throw .init("has a parameter '\(name)' that is not a name; use letters, digits and '_'")
        }
        if case .parameter? = pieces.last {
          throw .init("has two parameters side by side in '\(text)'; put text between them")
        }
        pieces.append(.parameter(name))
        rest = rest[rest.index(after: end)...]
      } else {
        let literal = rest.prefix { $0 != "{" }
        pieces.append(.literal(try Self.literal(literal, in: text)))
        rest = rest[literal.endIndex...]
      }
    }
    self.pieces = pieces
  }

  private static func literal(_ text: Substring, in segment: String) throws(PathTemplate.Invalid) -> String {
    guard text.utf8.allSatisfy(isAllowed) else {
      throw .init(
        "may have letters, digits, -._~!$&'()*+,;=:@, %20 and its like, and parameters such as {name}, not '\(segment)'"
      )
    }
    guard let decoded = PercentEncoding.decode(text) else {
      throw .init("has a '%' in '\(segment)' that two hexadecimal digits do not follow, or that is not UTF-8")
    }
    return decoded
  }

  /// Whether a byte may occur in a `pchar` of RFC 3986, which may be percent-encoded.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~!$&'()*+,;=:@%".utf8.contains(byte)
    }
  }

  package var kind: PathTemplate.SegmentKind {
    guard pieces.count == 1 else { return .mixed }
    return parameters.isEmpty ? .literal : .parameter
  }

  package var parameters: [String] {
    pieces.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  /// The segment with `{}` in place of each parameter.
  var shape: String {
    pieces.reduce(into: "") { shape, piece in
      switch piece {
      case .literal(let text): shape += Self.escaped(text)
      case .parameter: shape += "{}"
      }
    }
  }

  /// Returns a literal in which the characters that could end a segment or begin a parameter are percent-encoded.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { "%/{".utf8.contains($0) }) else { return text }
    return text.reduce(into: "") { escaped, character in
      switch character {
      case "%": escaped += "%25"
      case "/": escaped += "%2F"
      case "{": escaped += "%7B"
      default: escaped.append(character)
      }
    }
  }

  var literalLength: Int {
    pieces.reduce(0) { if case .literal(let text) = $1 { $0 + text.utf8.count } else { $0 } }
  }

  /// Whether a decoded segment of a path matches. Adds the values of the parameters, which cannot be empty, to `values`.
  ///
  /// A parameter ends at the first occurrence of the text that follows it. If that text is the last piece, it must end the segment.
  package func match(_ text: String, _ values: inout [String: String]) -> Bool {
    var rest = Array(text.utf8)[...]
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .literal(let literal):
        guard rest.starts(with: literal.utf8) else { return false }
        rest = rest.dropFirst(literal.utf8.count)
      case .parameter(let name):
        guard let end = end(of: place, in: rest), end > rest.startIndex,
          let value = String(validating: rest[..<end], as: UTF8.self)
        else { return false }
        values[name] = value
        rest = rest[end...]
      }
    }
    return rest.isEmpty
  }

  /// Returns the end of the value of the parameter at `place`; nil if the text that must follow it does not fit.
  private func end(of place: Int, in rest: ArraySlice<UInt8>) -> Int? {
    guard place + 1 < pieces.count, case .literal(let literal) = pieces[place + 1] else {
      return rest.endIndex
    }
    let wanted = Array(literal.utf8)
    guard rest.count > wanted.count else { return nil }
    if place + 2 == pieces.count { return rest.endIndex - wanted.count }
    return (rest.startIndex + 1...rest.endIndex - wanted.count).first { rest[$0...].starts(with: wanted) }
  }
}
