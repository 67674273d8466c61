/// Characters that look like YAML's syntax or are invisible, but which YAML reads as text.
///
/// They come from web pages, word processors and chat programs. Messages give their names and code points.
enum LookAlike {
  /// Returns the name of a character for messages: `U+00A0 NO-BREAK SPACE`.
  static func name(of character: Unicode.Scalar) -> String {
    let digits = String(character.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let name = character.properties.name ?? character.properties.nameAlias
    return name.map { "\(code) \($0)" } ?? code
  }

  /// Whether a character is invisible or looks like a space: other spaces, joiners, soft hyphens, direction marks.
  static func isInvisible(_ character: Unicode.Scalar) -> Bool {
    switch character.properties.generalCategory {
    case .spaceSeparator: character != " "
    case .format, .lineSeparator, .paragraphSeparator: true
    default: character == "\u{85}"
    }
  }

  /// Whether YAML 1.2 allows a character only within quotation marks.
  static func isControl(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// Returns the character of YAML's syntax that a character looks like; nil if it does not look like any.
  static func meant(by character: Unicode.Scalar) -> String? {
    switch character {
    case "“", "”", "„", "‟", "＂": "\""
    case "‘", "’", "‚", "‛", "＇": "'"
    case "：", "﹕", "︓", "꞉", "∶": ":"
    case "‐", "‑", "‒", "–", "—", "―", "−", "－": "-"
    case "，": ","
    case "｛": "{"
    case "｝": "}"
    case "［": "["
    case "］": "]"
    case "＃": "#"
    default: character.properties.generalCategory == .spaceSeparator && character != " " ? " " : nil
    }
  }

  /// Returns a sentence that names the character and tells the reader what to write instead.
  static func sentence(about character: Unicode.Scalar) -> String {
    let remedy =
      switch meant(by: character) {
      case " ": "looks like a space but is not one; write a space"
      case let meant?: "is not '\(meant)'; write '\(meant)'"
      case nil: "cannot be seen; take it away"
      }
    return "\(name(of: character)) \(remedy)"
  }

  /// Returns a hint such as `; U+FF1A FULLWIDTH COLON is not ':'; write ':'` for a text that is not what was expected there.
  /// The hint is empty if the first look-alike in the text is invisible or there is none.
  static func hint(in text: String) -> String {
    guard let (_, character) = firstOfStructure(in: String(text.prefix(1_024))), !isInvisible(character)
    else { return "" }
    return "; " + sentence(about: character)
  }

  /// Returns the first look-alike of a line at a place where YAML expects syntax, with its offset in Unicode scalars. Such places are
  /// the indentation, the dash of a list, the end of a key, and both ends of a value.
  static func firstOfStructure(in line: String) -> (offset: Int, character: Unicode.Scalar)? {
    var mayBegin = true
    var hasKey = false
    var isFlow = false
    var former: Unicode.Scalar = " "
    for (offset, character) in line.unicodeScalars.enumerated() {
      if character == "#", former == " " { return nil }
      let isStructure =
        switch meant(by: character) {
        case ":": !hasKey
        case ",", "}", "]": isFlow
        case .some: mayBegin
        case nil: mayBegin && isInvisible(character)
        }
      if isStructure { return (offset, character) }
      if character == ":" { hasKey = true }
      if mayBegin, character == "[" || character == "{" { isFlow = true }
      mayBegin = (mayBegin && character == " ") || ":-[{,".unicodeScalars.contains(character)
      former = character
    }
    return nil
  }
}

extension String {
  /// The text with invisible characters replaced by their names: `da<U+200B ZERO WIDTH SPACE>ta`.
  var withInvisibleNamed: String {
    guard unicodeScalars.contains(where: LookAlike.isInvisible) else { return self }
    return unicodeScalars.reduce(into: "") { text, character in
      text += LookAlike.isInvisible(character) ? "<\(LookAlike.name(of: character))>" : String(character)
    }
  }
}
