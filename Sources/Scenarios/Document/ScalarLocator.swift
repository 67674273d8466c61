/// Finds the place in the scenario's text of each character of a scalar.
///
/// libYAML reports only where a scalar begins, so the source is read again, in step with the scalar's text. The place is exact in
/// plain, quoted and literal scalars, on one or more lines. In a folded scalar, only the line is exact.
final class ScalarLocator {
  private let source: SourceText
  private let start: SourceLocation
  private let scalar: DocumentScalar
  /// The position reached by the last call. The next offset asked for is usually larger.
  private var reached: (offset: Int, index: String.UnicodeScalarView.Index, position: Int)
  /// The end of the last run of blanks that is not followed by a line break; kept so that the run is not scanned again.
  private var blanksEnd = 0
  private lazy var indentation = Self.indentation(source, start)

  init(source: SourceText, start: SourceLocation, scalar: DocumentScalar) {
    self.source = source
    self.start = start
    self.scalar = scalar
    reached = Self.beginning(source, start, scalar)
  }

  private static func beginning(_ source: SourceText, _ start: SourceLocation, _ scalar: DocumentScalar)
    -> (offset: Int, index: String.UnicodeScalarView.Index, position: Int)
  {
    let position =
      switch scalar.style {
      case .plain: source.offset(of: start)
      case .singleQuoted, .doubleQuoted: source.offset(of: start) + 1
      case .literal, .folded:
        source.offset(of: SourceLocation(line: start.line + 1, column: indentation(source, start) + 1))
      }
    return (0, scalar.text.unicodeScalars.startIndex, position)
  }

  /// - Parameter offset: the number of Unicode scalars from the start of the scalar's text.
  func location(ofOffset offset: Int) -> SourceLocation {
    let scalars = scalar.text.unicodeScalars
    if offset < reached.offset {
      reached = Self.beginning(source, start, scalar)
      blanksEnd = 0
    }
    while reached.offset < offset, reached.index < scalars.endIndex {
      let character = scalars[reached.index]
      switch scalar.style {
      case .singleQuoted: skipSingleQuoted(character, &reached.position)
      case .doubleQuoted: skipDoubleQuoted(character, &reached.position)
      case .literal: skipLiteral(character, &reached.position)
      case .plain, .folded: skipFlow(character, &reached.position)
      }
      reached.offset += 1
      reached.index = scalars.index(after: reached.index)
    }
    return source.location(ofOffset: min(reached.position, source.bytes.count))
  }

  private func byte(_ position: Int) -> UInt8? {
    position < source.bytes.count ? source.bytes[position] : nil
  }

  private func isBlank(_ position: Int) -> Bool {
    byte(position) == UInt8(ascii: " ") || byte(position) == UInt8(ascii: "\t")
  }

  /// Skips one character. A folded line break, with all white space around it, is one space or one line break in the scalar.
  private func skipFlow(_ character: UnicodeScalar, _ position: inout Int) {
    guard position < source.bytes.count else { return }
    if character == " " || character == "\n", position >= blanksEnd {
      var end = position
      while isBlank(end) { end += 1 }
      if end < source.bytes.count, source.lineBreakLength(at: end) > 0 {
        position = end + source.lineBreakLength(at: end)
        while isBlank(position) { position += 1 }
        if character == "\n" {
          // Folding turns the first two line breaks into one, and keeps each further break.
          let next = position < source.bytes.count ? source.lineBreakLength(at: position) : 0
          position += next
          while isBlank(position) { position += 1 }
        }
        return
      }
      blanksEnd = end
    }
    position = source.scalarEnd(after: position)
  }

  private func skipSingleQuoted(_ character: UnicodeScalar, _ position: inout Int) {
    if character == "'" { position += 1 }
    skipFlow(character, &position)
  }

  private func skipDoubleQuoted(_ character: UnicodeScalar, _ position: inout Int) {
    while byte(position) == UInt8(ascii: "\\"), position + 1 < source.bytes.count,
      source.lineBreakLength(at: position + 1) > 0
    {
      position += 1 + source.lineBreakLength(at: position + 1)
      while isBlank(position) { position += 1 }
    }
    guard byte(position) == UInt8(ascii: "\\") else { return skipFlow(character, &position) }
    position += 1
    let digits: Int
    switch byte(position) {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: digits = 0
    }
    position = min(source.scalarEnd(after: position) + digits, source.bytes.count)
    // The two escapes of a surrogate pair are one character.
    if digits == 4, character.value > 0xFFFF, source.bytes[position...].starts(with: #"\u"#.utf8) {
      position = min(position + 6, source.bytes.count)
    }
  }

  private func skipLiteral(_ character: UnicodeScalar, _ position: inout Int) {
    guard character == "\n" else {
      position = min(source.scalarEnd(after: position), source.bytes.count)
      return
    }
    let line = source.location(ofOffset: min(position, source.bytes.count)).line
    position = source.offset(of: SourceLocation(line: line + 1, column: indentation + 1))
  }

  /// Returns the number of spaces by which the text of a block scalar is indented.
  private static func indentation(_ source: SourceText, _ start: SourceLocation) -> Int {
    let explicit = explicitIndentation(source, start)
    for number in (start.line + 1)..<max(start.line + 1, source.lineCount + 1) {
      guard let line = source.range(ofLine: number) else { break }
      let spaces = source.bytes[line].prefix { $0 == UInt8(ascii: " ") }.count
      if spaces < line.count { return min(spaces, explicit ?? spaces) }
    }
    return 0
  }

  /// Returns the indentation given by a header such as `|2`, assuming that the parent is indented like the header's line.
  private static func explicitIndentation(_ source: SourceText, _ start: SourceLocation) -> Int? {
    guard let line = source.range(ofLine: start.line) else { return nil }
    let header = source.bytes[source.offset(of: start)..<line.upperBound].prefix(3)
    guard let digit = header.first(where: { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return source.bytes[line].prefix { $0 == UInt8(ascii: " ") }.count + Int(digit - UInt8(ascii: "0"))
  }
}
