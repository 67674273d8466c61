extension String {
  /// The text quoted so that a shell reads it as one word: a suggested command can be pasted.
  ///
  ///     my folder/a.yaml    'my folder/a.yaml'
  var quotedForShell: String {
    let plain = "/._-+:@%,=".unicodeScalars
    let isPlain = unicodeScalars.allSatisfy { character in
      switch character {
      case "a"..."z", "A"..."Z", "0"..."9": true
      default: plain.contains(character)
      }
    }
    // A leading '-' would make it an option.
    if isPlain, !isEmpty, !hasPrefix("-") { return self }
    if hasPrefix("-") { return "./\(self)".quotedForShell }
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return "'" + replacing("'", with: #"'\''"#) + "'"
    }
    let escaped = unicodeScalars.map { character in
      switch character {
      case "'", "\\": "\\\(character)"
      default:
        character.properties.generalCategory == .control
          ? "\\u" + String(repeating: "0", count: 4 - String(character.value, radix: 16).count)
            + String(character.value, radix: 16)
          : String(character)
      }
    }
    return "$'" + escaped.joined() + "'"
  }
}
