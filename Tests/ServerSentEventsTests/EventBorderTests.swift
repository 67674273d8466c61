import Testing

@testable import ServerSentEvents

@Suite struct EventBorderTests {
  private static func isReached(behind pieces: [[UInt8]]) -> Bool {
    var border = EventBorder()
    for piece in pieces { border.pass(piece[...]) }
    return border.isReached
  }

  @Test(arguments: [
    ("", true), ("data: a\n\n", true), ("data: a\n", false), ("data: a", false), ("\r\n", true),
    (": c", false), (": a comment that is longer than a word of the machine\n", true), ("data: a\r\r", true),
    ("data: a\r\n\r\n", true), ("data: a\r\n", false), ("data: \u{8a}\u{8d}\n", false),
    ("data: what is longer than a word\n: a comment\n", false),
  ])
  func `a border is behind an empty line, and lasts behind comments`(_ text: String, _ isReached: Bool) {
    #expect(Self.isReached(behind: [Array(text.utf8)]) == isReached)
  }

  /// Within a line eight bytes are looked at together: wherever the line ends among them, it is seen.
  @Test func `bytes say the same all at once, cut anywhere, and one by one`() {
    for length in 0..<24 {
      for end in ["\n", "\r", "\r\n"] {
        for filler in ["x", "\u{0}", "\u{9}", "\u{b}", "\u{c}", "\u{e}", "\u{ff}"] {
          let line = Array(("d" + String(repeating: filler, count: length) + end).utf8)
          let bytes = line + Array(end.utf8) + line
          for cut in 0...bytes.count {
            let whole = Self.isReached(behind: [Array(bytes[..<cut])])
            #expect(whole == Self.isReached(behind: bytes[..<cut].map { [$0] }))
            // Of CRLF the first half ends a line, too.
            let borders = end == "\r\n" ? [0, line.count + 1, line.count + 2] : [0, line.count + 1]
            #expect(whole == borders.contains(cut))
          }
        }
      }
    }
  }
}
