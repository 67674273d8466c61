/// Explains libYAML's errors in words that do not require knowledge of YAML.
extension DocumentReader {
  enum Problem {
    /// The problem and its context in libYAML's words, the beginning of the context, and the place of the problem.
    case syntax(String, context: String?, from: SourceLocation?, at: SourceLocation)
    case duplicate(key: String, first: SourceLocation)
    case other(String)
  }

  func mistake(for problem: Problem) -> Mistake {
    switch problem {
    case .syntax(let problem, let context, let from, let at):
      let place = clamp(at)
      let beginning = from.map(clamp) ?? place
      if let misleading = misleadingCharacter(before: place, beginning) { return misleading }
      return Mistake(explanation(of: problem, context: context, from: beginning, at: place), at: place)
    case .duplicate(let key, let first):
      let key = input.restored(key, isDoubleQuoted: false).text
      return Self.duplicate(key, firstLine: first.line, at: secondPlace(of: key, first: first) ?? first)
    case .other(let problem): return Mistake("the file cannot be read as YAML: \(problem)", at: .start)
    }
  }

  /// Moves a place that is after the end of the text to the end: libYAML may report a line after the last one.
  private func clamp(_ place: SourceLocation) -> SourceLocation {
    place.line <= source.lineCount ? place : source.location(ofOffset: source.bytes.count)
  }

  private func explanation(
    of problem: String, context: String?, from beginning: SourceLocation, at place: SourceLocation
  ) -> String {
    let began = beginning.line
    switch problem {
    case "found character that cannot start any token":
      let byte = source.offset(of: place)
      if byte < source.bytes.count, source.bytes[byte] == 0x09 {
        return "YAML is indented with spaces; replace this tab"
      }
      return "YAML keeps this character for itself; put the value in quotation marks"
    case "mapping values are not allowed in this context":
      return longKey(at: place)
        ?? gluedColon(above: place)
        ?? "a second ': ' on this line; put the value in quotation marks, or indent the keys alike"
    case "could not find expected ':'":
      return longKey(from: beginning)
        ?? "this line has no ': ' after its key, or is not indented as far as the text it belongs to"
    case "did not find expected key":
      return "expected a key here; the keys of one mapping are indented alike (it begins on line \(began))"
    case "did not find expected '-' indicator":
      return "expected '- ' here; the entries of one list are indented alike (it begins on line \(began))"
    case "did not find expected ',' or '}'":
      return longKey(at: place)
        ?? "expected ',' or '}' here; the '{' is on line \(began)" + quotationHint(at: place)
    case "did not find expected ',' or ']'":
      return longKey(at: place)
        ?? "expected ',' or ']' here; the '[' is on line \(began)" + quotationHint(at: place)
    case "found unexpected ':'":
      return "a space belongs after this ':'; text with a ':' needs quotation marks within { } and [ ]"
    case "found unexpected end of stream":
      return "the quotation mark opened on line \(began) is never closed"
    case "found unknown escape character":
      return
        "within double quotation marks '\\' begins an escape; write '\\\\', or use single quotation marks"
    case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return "an escape is \\xHH, \\uHHHH or \\UHHHHHHHH with the hexadecimal code of a character"
    case "block sequence entries are not allowed in this context":
      return "a list's '- ' may not follow a key on the same line; begin it on the next line"
    default:
      if problem.hasPrefix("Maximum nesting level") { return "values may be nested at most 32 deep" }
      let whole = [context, problem].compactMap(\.self).joined(separator: ": ")
      return "the file cannot be read as YAML here: \(whole)"
    }
  }

  /// Returns a hint for a line with an expression: within `{ }` and `[ ]`, any brace ends plain text, including a brace of `${…}`.
  private func quotationHint(at place: SourceLocation) -> String {
    source.line(place.line).contains("${") ? "; within { } and [ ], text with ${…} needs quotation marks" : ""
  }

  /// Returns an explanation if the key before a colon is longer than YAML allows: 1,024 characters (YAML 1.2.2, section 7.4).
  private func longKey(at colon: SourceLocation) -> String? {
    let offset = source.offset(of: colon)
    guard colon.column > Self.keyLimit, offset < source.bytes.count,
      source.bytes[offset] == UInt8(ascii: ":"),
      let line = source.range(ofLine: colon.line)
    else { return nil }
    let before = source.bytes[line.lowerBound..<offset]
    let separators = ",{[".utf8
    let start = before.lastIndex { separators.contains($0) }.map { $0 + 1 } ?? line.lowerBound
    return longKey(from: source.location(ofOffset: start))
  }

  private func longKey(from start: SourceLocation) -> String? {
    guard let line = source.range(ofLine: start.line) else { return nil }
    let rest = source.bytes[source.offset(of: start)..<line.upperBound]
    let key = rest.prefix { $0 != UInt8(ascii: ":") }
    guard String(decoding: key, as: UTF8.self).unicodeScalars.count > Self.keyLimit else { return nil }
    return
      "a key may have at most 1,024 characters here; only in a file that is JSON as a whole may it have more"
  }

  private static let keyLimit = 1_024

  /// Returns an explanation if the line above has a key without a space after its colon: `title:x`.
  private func gluedColon(above place: SourceLocation) -> String? {
    let text = source.line(place.line - 1)
    let name = text.unicodeScalars.drop { $0 == " " || $0 == "-" }.prefix { $0.properties.isAlphabetic }
    let rest = text.unicodeScalars[name.endIndex...]
    guard !name.isEmpty, rest.first == ":", let next = rest.dropFirst().first, next != " ", next != "/" else {
      return nil
    }
    return
      "line \(place.line - 1) has no space after the ':' of '\(Mistake.shortened(String(name)))', so it is text that continues here; write '\(Mistake.shortened(String(name))): '"
  }

  /// Returns the place of a key's second occurrence: in the same column of a later line, or after a comma.
  private func secondPlace(of key: String, first: SourceLocation) -> SourceLocation? {
    let text = Array(key.utf8)
    guard let head = text.first else { return nil }
    var offset = source.offset(of: first) + text.count
    // The last byte before the offset that is not a space or a double quotation mark.
    var before = UInt8(ascii: " ")
    while offset + text.count <= source.bytes.count {
      let byte = source.bytes[offset]
      if byte == head, source.bytes[offset...].starts(with: text) {
        let place = source.location(ofOffset: offset)
        let after = source.bytes[(offset + text.count)...].first
        let endsHere = after == UInt8(ascii: ":") || after == UInt8(ascii: "\"") || after == UInt8(ascii: "'")
        let sameColumn = place.column == first.column && place.line != first.line
        if endsHere, sameColumn || before == UInt8(ascii: ",") { return place }
      }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\"") { before = byte }
      offset += 1
    }
    return nil
  }

  // MARK: Characters that mislead

  /// Returns a mistake if there is a look-alike on the context's first line, on the problem's line, or on the line before that.
  private func misleadingCharacter(before place: SourceLocation, _ beginning: SourceLocation) -> Mistake? {
    let lines = Set([beginning.line, place.line - 1, place.line]).sorted()
    for number in lines {
      guard let line = source.range(ofLine: number) else { continue }
      let text = String(decoding: source.bytes[line].prefix(Self.keyLimit), as: UTF8.self)
      guard let (offset, character) = LookAlike.firstOfStructure(in: text) else { continue }
      return Mistake(
        LookAlike.sentence(about: character), at: SourceLocation(line: number, column: offset + 1))
    }
    return nil
  }
}
