/// Characters that look like a part of YAML, or like nothing, and are text.
///
/// They come from web pages, word processors and chat programs. Messages name them with their code point.
enum LookAlike {
  /// `U+00A0 NO-BREAK SPACE`
  static func name(of character: Unicode.Scalar) -> String {
    let digits = String(character.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let name = character.properties.name ?? character.properties.nameAlias
    return name.map { "\(code) \($0)" } ?? code
  }

  /// Whether it cannot be seen, or not be told from a space: other spaces, joiners, soft hyphens, marks of direction.
  static func isInvisible(_ character: Unicode.Scalar) -> Bool {
    switch character.properties.generalCategory {
    case .spaceSeparator: character != " "
    case .format, .lineSeparator, .paragraphSeparator: true
    default: character == "\u{85}"
    }
  }

  /// Whether YAML 1.2 takes it for text only within quotation marks.
  static func isControl(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// What of YAML a character looks like; nil if it looks like nothing of it.
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

  /// A sentence that names the character and says what to write.
  static func sentence(about character: Unicode.Scalar) -> String {
    let remedy =
      switch meant(by: character) {
      case " ": "looks like a space and is none; write a space"
      case let meant?: "is not '\(meant)'; write '\(meant)'"
      case nil: "cannot be seen; take it away"
      }
    return "\(name(of: character)) \(remedy)"
  }

  /// `; U+FF1A FULLWIDTH COLON is not ':'; write ':'`, for a text that stands where something else belongs; empty if no
  /// character of it looks like a part of YAML.
  static func hint(in text: String) -> String {
    guard let (_, character) = firstOfStructure(in: String(text.prefix(1_024))), !isInvisible(character)
    else { return "" }
    return "; " + sentence(about: character)
  }

  /// The first character of a line that stands where YAML's own characters do: in the indentation, for the dash of a list,
  /// behind a key, around a value.
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
  /// The text with the characters that cannot be seen told by their names: `da<U+200B ZERO WIDTH SPACE>ta`.
  var withInvisibleNamed: String {
    guard unicodeScalars.contains(where: LookAlike.isInvisible) else { return self }
    return unicodeScalars.reduce(into: "") { text, character in
      text += LookAlike.isInvisible(character) ? "<\(LookAlike.name(of: character))>" : String(character)
    }
  }
}
