/// Cuts a text into pieces. Joining the pieces gives the text again.
enum TextPieces {
  /// Returns the words, each with the white space before it. White space at the end of the text belongs to the last word.
  static func words(_ text: String) -> [String] {
    var cuts: [Int] = []
    var hasWord = false
    var position = 0
    for scalar in text.unicodeScalars {
      let isSpace = isSpace(scalar)
      if isSpace, hasWord { cuts.append(position) }
      hasWord = !isSpace
      position += UTF8.width(scalar)
    }
    if !hasWord { _ = cuts.popLast() }
    return pieces(of: text, cutAt: cuts)
  }

  /// Cuts a text at byte offsets; no piece is empty.
  private static func pieces(of text: String, cutAt cuts: [Int]) -> [String] {
    text.withBytes { bytes in
      var pieces: [String] = []
      pieces.reserveCapacity(cuts.count + 1)
      var start = 0
      for end in cuts + [bytes.count] where end > start && end <= bytes.count {
        pieces.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
        start = end
      }
      return pieces
    }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private enum Kind { case letter, digit, space, lineEnd, other }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar == "\n" || scalar == "\r" { return .lineEnd }
    if ("0"..."9").contains(scalar) { return .digit }
    if isSpace(scalar) { return .space }
    if scalar.isASCII { return (0x41...0x5A).contains(scalar.value & ~0x20) ? .letter : .other }
    return Lexer.continuesName(scalar) && scalar != "_" && scalar != "$" ? .letter : .other
  }

  /// Returns words, cut if long, with the space before them; groups of up to three digits; runs of punctuation, spaces or line ends.
  static func tokens(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    // The number of scalars in each piece.
    var pieces: [Int] = []
    var start = 0
    while start < scalars.count {
      var end = start
      var kind = kind(scalars[start])
      if kind == .space {
        while end < scalars.count, Self.kind(scalars[end]) == .space { end += 1 }
        let isLast = end == scalars.count || Self.kind(scalars[end]) == .lineEnd
        if isLast || end - start > 1 || scalars[start] != " " {
          let own = isLast || scalars[end - 1] != " " ? end : end - 1
          pieces.append(own - start)
          start = own
          continue
        }
        kind = Self.kind(scalars[end])
      }
      let first = end
      while end < scalars.count, Self.kind(scalars[end]) == kind { end += 1 }
      append(from: start, first, end, kind, to: &pieces)
      start = end
    }
    var cuts: [Int] = []
    cuts.reserveCapacity(pieces.count)
    var position = 0
    var offset = 0
    for count in pieces {
      for scalar in scalars[position..<position + count] { offset += UTF8.width(scalar) }
      position += count
      cuts.append(offset)
    }
    return self.pieces(of: text, cutAt: cuts)
  }

  /// Appends the lengths of the pieces of the run from `first` to `end`. The first piece begins at `start`, before a space if any.
  private static func append(
    from start: Int, _ first: Int, _ end: Int, _ kind: Kind, to pieces: inout [Int]
  ) {
    let count = end - first
    let parts =
      switch kind {
      case .letter: count > 7 ? (count + 5) / 6 : 1
      case .digit: (count + 2) / 3
      default: 1
      }
    let size = kind == .digit ? 3 : (count + parts - 1) / max(1, parts)
    var from = start
    var to = first
    while to < end {
      to = min(end, to + max(1, size))
      pieces.append(to - from)
      from = to
    }
  }
}
