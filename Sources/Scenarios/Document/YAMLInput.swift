import TextForms

/// The text that is passed to libYAML.
///
/// libYAML reads YAML 1.1: it ends lines at U+0085, U+2028 and U+2029, and refuses U+007F to U+009F, U+FFFE, U+FFFF and
/// surrogate pairs written as two escapes. U+FEFF at the beginning of a scalar is lost when the scalar is decoded. In YAML 1.2
/// and in JSON, all of these are text. A private-use character that the text does not use therefore replaces each of these
/// characters and the `\` of these escapes. Each replaces one character, so libYAML's lines and columns are those of the source.
///
/// <https://yaml.org/spec/1.2.2/#51-character-set>, <https://yaml.org/spec/1.2.2/#57-escaped-characters>
struct YAMLInput {
  /// The text, with stand-ins for characters that libYAML would read differently.
  let text: String
  private var originals: [Unicode.Scalar: Unicode.Scalar] = [:]
  /// The stand-in for the `\` of an escaped surrogate or U+FEFF; nil if the text needs no stand-ins.
  private var escape: Unicode.Scalar?

  /// The original text of a scalar.
  struct Restored {
    var text: String
    /// The offsets, in Unicode scalars, of surrogates without their other half.
    var loneSurrogates: [Int] = []
  }

  /// - Parameter text: the source's bytes as text.
  init(_ source: SourceText, text: String) {
    let escapes = Self.escapes(in: source.bytes)
    let characters = Set(text.unicodeScalars.lazy.filter(Self.isReadDifferently))
    let dropsMark = source.range(ofLine: 1)?.lowerBound != 0
    guard !escapes.isEmpty || !characters.isEmpty || dropsMark else {
      self.text = text
      return
    }
    var free = Self.unused(in: text).makeIterator()
    var standIns: [Unicode.Scalar: Unicode.Scalar] = [:]
    for character in characters {
      guard let standIn = free.next() else { continue }
      standIns[character] = standIn
      originals[standIn] = character
    }
    escape = free.next()
    self.text = Self.replaced(source, escapes: Set(escapes), by: escape, standIns)
  }

  private static func replaced(
    _ source: SourceText, escapes: Set<Int>, by escape: Unicode.Scalar?,
    _ standIns: [Unicode.Scalar: Unicode.Scalar]
  ) -> String {
    var replaced = String.UnicodeScalarView()
    replaced.reserveCapacity(source.bytes.count)
    for number in 1...source.lineCount {
      guard let line = source.range(ofLine: number) else { continue }
      var position = line.lowerBound
      for scalar in String(decoding: source.bytes[line], as: UTF8.self).unicodeScalars {
        let standIn = scalar == "\\" && escapes.contains(position) ? escape : standIns[scalar]
        replaced.append(standIn ?? scalar)
        position += UTF8.width(scalar)
      }
      if number < source.lineCount { replaced.append("\n") }
    }
    return String(replaced)
  }

  private static func isReadDifferently(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// Returns the private-use characters that the text does not use. A text of at most 256 KiB cannot use all of them.
  private static func unused(in text: String) -> some Sequence<Unicode.Scalar> {
    let used = Set(text.unicodeScalars.lazy.filter { $0.properties.generalCategory == .privateUse })
    let all = [0xE000...0xF8FF, 0xF_0000...0xF_FFFD, 0x10_0000...0x10_FFFD].joined()
    return all.lazy.compactMap { Unicode.Scalar(UInt32($0)) }.filter { !used.contains($0) }
  }

  /// Returns the offsets of the escapes of surrogates and of U+FEFF, as if the whole text were within double quotation marks.
  private static func escapes(in bytes: [UInt8]) -> [Int] {
    var found: [Int] = []
    var position = 0
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "\\")), start + 1 < bytes.count {
      let value: UInt32? =
        switch bytes[start + 1] {
        case UInt8(ascii: "u"): hexadecimal(bytes[(start + 2)...].prefix(4), digits: 4)
        case UInt8(ascii: "U"): hexadecimal(bytes[(start + 2)...].prefix(8), digits: 8)
        default: nil
        }
      if let value, value == 0xFEFF || (isSurrogate(value) && bytes[start + 1] == UInt8(ascii: "u")) {
        found.append(start)
      }
      position = start + 2
    }
    return found
  }

  // MARK: Restoring

  /// Returns a scalar's text with the original characters in place of the stand-ins.
  func restored(_ text: String, isDoubleQuoted: Bool) -> Restored {
    guard escape != nil, text.utf8.contains(where: { $0 >= 0xEE }) else { return Restored(text: text) }
    let scalars = Array(text.unicodeScalars)
    var restored = String.UnicodeScalarView()
    var lone: [Int] = []
    var count = 0
    var position = 0
    while position < scalars.count {
      var scalar = originals[scalars[position]] ?? scalars[position]
      var length = 1
      if scalars[position] == escape {
        scalar = "\\"
        if isDoubleQuoted, let (value, end) = escaped(scalars, at: position) {
          length = end
          if Self.isSurrogate(value) { lone.append(count) }
          scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        }
      }
      restored.append(scalar)
      count += 1
      position += length
    }
    return Restored(text: String(restored), loneSurrogates: lone)
  }

  /// Returns the value of an escape or of a pair of escapes, and its length in scalars. A lone surrogate is returned as such.
  private func escaped(_ scalars: [Unicode.Scalar], at start: Int) -> (value: UInt32, length: Int)? {
    guard let first = codeUnit(scalars, at: start) else { return nil }
    guard let second = codeUnit(scalars, at: start + first.length),
      let scalar = Unicode.Scalar(high: first.value, low: second.value)
    else { return first }
    return (scalar.value, first.length + second.length)
  }

  private func codeUnit(_ scalars: [Unicode.Scalar], at start: Int) -> (value: UInt32, length: Int)? {
    guard start + 1 < scalars.count, scalars[start] == escape else { return nil }
    let digits = scalars[start + 1] == "U" ? 8 : 4
    let bytes = scalars[(start + 2)...].prefix(digits).map { UInt8(ascii: $0.isASCII ? $0 : " ") }
    return Self.hexadecimal(bytes[...], digits: digits).map { ($0, 2 + digits) }
  }

  static func isSurrogate(_ value: UInt32) -> Bool { (0xD800...0xDFFF).contains(value) }

  /// Returns the value of the hexadecimal digits; nil unless there are exactly `digits` of them and nothing else.
  static func hexadecimal(_ bytes: ArraySlice<UInt8>, digits: Int) -> UInt32? {
    guard bytes.count == digits, bytes.allSatisfy({ Hex.value(of: $0) != nil }) else { return nil }
    return UInt32(String(decoding: bytes, as: UTF8.self), radix: 16)
  }
}
