/// Detects texts whose keys would take libYAML's composer too long.
///
/// A YAML key may itself be a list or a mapping. The composer compares the keys of each mapping by their whole content, so
/// content that is nested in n keys is read n times.
///
///     {? {? {? [a, a, …]}}}        {{{{a: 1}: 1}: 1}: 1}
///
/// Scenarios do not need such keys. ``DocumentReader`` reports each of them, but refuses a text that could have many.
/// Anything that looks like such a key is counted, even in a comment or within quotation marks.
struct CompositeKeys {
  /// The maximum number of bytes in such keys that the composer may have to read, which takes about 400 ms.
  static let limit = 1 << 20

  /// Returns the place of the first such key if the text has too many; nil if the composer may read the text.
  static func tooMany(in source: SourceText) -> SourceLocation? {
    var first: Int?
    var bytes = 0
    for number in 1...source.lineCount {
      guard let line = source.range(ofLine: number) else { continue }
      add(line, of: source.bytes, to: &bytes, &first)
      if bytes > limit { return first.map(source.location(ofOffset:)) }
    }
    return nil
  }

  private static func add(_ line: Range<Int>, of source: [UInt8], to bytes: inout Int, _ first: inout Int?) {
    let lastColon = source[line].lastIndex(of: UInt8(ascii: ":")) ?? -1
    // The offset of the last byte before this one that is not a space or tab.
    var former: Int?
    for place in line {
      let byte = source[place]
      if byte == 0x20 || byte == 0x09 { continue }
      let last = former.map { source[$0] }
      if byte == UInt8(ascii: "?"), former.map({ mayBegin(behind: source[...$0]) }) ?? true {
        let rest = source[(place + 1)..<line.upperBound].first { $0 != 0x20 && $0 != 0x09 }
        if rest.map({ "[{?-&!*#".utf8.contains($0) }) ?? true || lastColon > place {
          // A key after '?' may be as long as the rest of the text.
          bytes += source.count - place
          first = first ?? place
        }
      } else if byte == UInt8(ascii: ":"), last == UInt8(ascii: "}") || last == UInt8(ascii: "]") {
        // A key without '?' is on one line and has at most 1,024 characters (YAML 1.2.2, section 7.4.2).
        bytes += min(place - line.lowerBound, 4 * 1_024)
        first = first ?? place
      }
      former = place
    }
  }

  /// Whether a key may begin after this text: after an indicator, a byte order mark, or NEL, LS or PS, which libYAML reads as line ends.
  private static func mayBegin(behind text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last else { return true }
    if last < 0x80 { return "-?:,[{".utf8.contains(last) }
    return ["\u{FEFF}", "\u{85}", "\u{2028}", "\u{2029}"].contains {
      text.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }
}
