/// Cuts a text into pieces that, joined, are the text again.
enum TextPieces {
  /// Each word with the white space before it; white space at the end belongs to the last word.
  static func words(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    var hasWord = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace, hasWord {
        pieces.append(String(piece))
        piece = .init()
        hasWord = false
      }
      if !scalar.properties.isWhitespace { hasWord = true }
      piece.append(scalar)
    }
    if hasWord || pieces.isEmpty {
      if !piece.isEmpty { pieces.append(String(piece)) }
    } else if let last = pieces.popLast() {
      pieces.append(last + String(piece))
    }
    return pieces
  }

  private enum Kind { case letter, digit, space, lineEnd, other }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar == "\n" || scalar == "\r" { return .lineEnd }
    if ("0"..."9").contains(scalar) { return .digit }
    if scalar.properties.isWhitespace { return .space }
    return Lexer.continuesName(scalar) && scalar != "_" && scalar != "$" ? .letter : .other
  }

  /// Words with the space before them, long ones cut; digits by three; punctuation and line ends by themselves.
  static func tokens(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var pieces: [String] = []
    var start = 0
    while start < scalars.count {
      var end = start
      var kind = kind(scalars[start])
      if kind == .space {
        while end < scalars.count, Self.kind(scalars[end]) == .space { end += 1 }
        let isLast = end == scalars.count || Self.kind(scalars[end]) == .lineEnd
        if isLast || end - start > 1 || scalars[start] != " " {
          let own = isLast || scalars[end - 1] != " " ? end : end - 1
          pieces.append(string(scalars[start..<own]))
          start = own
          continue
        }
        kind = Self.kind(scalars[end])
      }
      let first = end
      while end < scalars.count, Self.kind(scalars[end]) == kind { end += 1 }
      start = append(scalars, from: start, first, end, kind, to: &pieces)
    }
    return pieces
  }

  /// Cuts the run from `first` to `end`, all of one kind, and gives where it ended.
  private static func append(
    _ scalars: [Unicode.Scalar], from start: Int, _ first: Int, _ end: Int, _ kind: Kind,
    to pieces: inout [String]
  ) -> Int {
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
      pieces.append(string(scalars[from..<to]))
      from = to
    }
    return end
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
