/// Finds where a character of a scalar stands in the scenario's text.
///
/// libYAML says only where a scalar begins, so the scalar is read again beside its text: exact for plain, quoted and
/// literal scalars on any number of lines; in a folded one, right to the line.
struct ScalarLocator: Sendable {
  let source: SourceText
  let start: SourceLocation
  let scalar: DocumentScalar

  /// - Parameter offset: Unicode scalars into the scalar's text.
  func location(ofOffset offset: Int) -> SourceLocation {
    let scalars = scalar.text.unicodeScalars.prefix(max(offset, 0))
    var position = source.offset(of: start)
    switch scalar.style {
    case .plain:
      for scalar in scalars { skipFlow(scalar, &position) }
    case .singleQuoted:
      position += 1
      for scalar in scalars { skipSingleQuoted(scalar, &position) }
    case .doubleQuoted:
      position += 1
      for scalar in scalars { skipDoubleQuoted(scalar, &position) }
    case .literal, .folded:
      return locationInBlock(scalars, from: position)
    }
    return source.location(ofOffset: min(position, source.bytes.count))
  }

  private func byte(_ position: Int) -> UInt8? {
    position < source.bytes.count ? source.bytes[position] : nil
  }

  private func isBlank(_ position: Int) -> Bool {
    byte(position) == UInt8(ascii: " ") || byte(position) == UInt8(ascii: "\t")
  }

  /// A folded line break stands for one space or line break, however much white space is around it.
  private func skipFlow(_ character: UnicodeScalar, _ position: inout Int) {
    guard position < source.bytes.count else { return }
    if character == " " || character == "\n" {
      var end = position
      while isBlank(end) { end += 1 }
      if end < source.bytes.count, source.lineBreakLength(at: end) > 0 {
        position = end + source.lineBreakLength(at: end)
        while isBlank(position) { position += 1 }
        if character == "\n" {
          // Two breaks make one; each further one, another.
          let next = position < source.bytes.count ? source.lineBreakLength(at: position) : 0
          position += next
          while isBlank(position) { position += 1 }
        }
        return
      }
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
  }

  private func locationInBlock(_ scalars: Substring.UnicodeScalarView, from header: Int) -> SourceLocation {
    let firstLine = start.line + 1
    var indentation = 0
    for number in firstLine..<max(firstLine, source.lineCount + 1) {
      let line = source.line(number)
      let spaces = line.prefix { $0 == " " }.count
      if spaces < line.count {
        indentation = spaces
        break
      }
    }
    if let explicit = explicitIndentation(header) { indentation = min(indentation, explicit) }
    let breaks = scalars.count { $0 == "\n" }
    let column = scalars.reversed().prefix { $0 != "\n" }.count
    if scalar.style == .literal {
      return SourceLocation(line: firstLine + breaks, column: indentation + column + 1)
    }
    var position = source.offset(of: SourceLocation(line: firstLine, column: indentation + 1))
    for character in scalars { skipFlow(character, &position) }
    return source.location(ofOffset: min(position, source.bytes.count))
  }

  /// The indentation that a header such as `|2` gives, if it is all that counts on the line's left.
  private func explicitIndentation(_ header: Int) -> Int? {
    for position in header..<min(header + 3, source.bytes.count) {
      let byte = source.bytes[position]
      if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) {
        let parent = source.line(start.line).prefix { $0 == " " }.count
        return parent + Int(byte - UInt8(ascii: "0"))
      }
    }
    return nil
  }
}
