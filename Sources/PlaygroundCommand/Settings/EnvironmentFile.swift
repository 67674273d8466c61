import TextForms

/// The lines `KEY=value` of a file such as `.env`.
///
///     # a comment
///     PORT=9000            # another
///     export LOG_FORMAT=json
///     SCENARIOS="my scenarios"
///
/// Read as a shell would, but without expansion: white space and `#` begin a comment, except within quotation marks. The marks
/// are not part of the value; within double ones, `\"` and `\\` stand for `"` and `\`. Lines end with LF, CR or CRLF, a byte
/// order mark at the start is ignored, and the last line with a key wins.
struct EnvironmentFile {
  private(set) var values: [String: String] = [:]
  /// One sentence with its line number for each malformed line, and for each key that may be a misspelled setting.
  private(set) var warnings: [String] = []

  /// - Parameter known: the keys of the settings.
  init(text: String, known: [String] = []) {
    var scalars = Substring(text).unicodeScalars
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    let lines = String(scalars).replacing("\r\n", with: "\n").unicodeScalars
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
    for (index, line) in lines.enumerated() { read(String(line), number: index + 1, known: known) }
  }

  private mutating func read(_ line: String, number: Int, known: [String]) {
    var text = Substring(line).drop(while: Self.isBlank)
    if text.isEmpty || text.hasPrefix("#") { return }
    if text.hasPrefix("export"), let next = text.dropFirst(6).first, Self.isBlank(next) {
      text = text.dropFirst(6).drop(while: Self.isBlank)
    }
    let key = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let rest = text[key.endIndex...].drop(while: Self.isBlank)
    guard !key.isEmpty, rest.first == "=" else {
      return warn(number, "is not KEY=value; it is skipped")
    }
    guard let value = Self.value(rest.dropFirst()) else {
      return warn(
        number, "has a quotation mark that is not closed, or something after it; it is skipped")
    }
    values[String(key)] = value
    check(String(key), number, known)
  }

  private mutating func check(_ key: String, _ number: Int, _ known: [String]) {
    if known.contains(key) { return }
    if let near = NearestNames.of(key, among: known).first(where: { Self.isNear(key, $0) }) {
      warn(number, "sets \(key), which is not a setting; did you mean \(near)?")
    }
  }

  /// Whether one could be a misspelling of the other. A key that differs more may be another program's setting.
  private static func isNear(_ key: String, _ name: String) -> Bool {
    let most = name.utf8.count < 5 ? 1 : 2
    return NearestNames.distance(Array(key.uppercased().utf8), Array(name.utf8), most: most) <= most
  }

  private mutating func warn(_ number: Int, _ what: String) {
    warnings.append(".env:\(number): this line \(what)")
  }

  /// The value after the `=`; nil if a quotation mark is not closed, or followed by more than a comment.
  private static func value(_ text: Substring) -> String? {
    var rest = text.drop(while: isBlank)
    // `KEY= # comment` has an empty value, `KEY=#a` has "#a".
    if rest.startIndex > text.startIndex, rest.hasPrefix("#") { return "" }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return plain(rest) }
    rest.removeFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == quote {
        let behind = rest.drop(while: isBlank)
        return behind.isEmpty || (behind.hasPrefix("#") && behind.startIndex > rest.startIndex) ? value : nil
      }
      if character == "\\", quote == "\"", let next = rest.first, next == "\"" || next == "\\" {
        value.append(rest.removeFirst())
      } else {
        value.append(character)
      }
    }
    return nil
  }

  /// A value without quotation marks: it ends before white space at the end of the line or before a comment.
  private static func plain(_ text: Substring) -> String {
    var end = text.startIndex
    var former: Character = "x"
    for index in text.indices {
      if text[index] == "#", isBlank(former) { break }
      if !isBlank(text[index]) { end = text.index(after: index) }
      former = text[index]
    }
    return String(text[..<end])
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
