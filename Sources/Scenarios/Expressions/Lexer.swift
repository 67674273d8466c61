/// Splits the text of an expression into tokens.
struct Lexer {
  private static let marks = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+", "-", "*", "/", "%", "<", ">", "!", "?",
    ":", ".", ",", "(", ")", "[", "]", "{", "}",
  ].map { Array($0.unicodeScalars) }

  private let scalars: [Unicode.Scalar]
  private let base: Int
  private var position = 0

  /// - Parameter base: a number that is added to the offsets of tokens and mistakes.
  static func tokens(of scalars: [Unicode.Scalar], base: Int) throws(ExpressionMistake) -> [Token] {
    var lexer = Lexer(scalars: scalars, base: base)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, offset: base + scalars.count))
    return tokens
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic
  }

  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    beginsName(scalar) || isDigit(scalar) || scalar.properties.isXIDContinue
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private mutating func next() throws(ExpressionMistake) -> Token? {
    while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
    guard let scalar = peek() else { return nil }
    let offset = base + position
    if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) {
      return Token(kind: .number(try number()), offset: offset)
    }
    if Self.beginsName(scalar) {
      let start = position
      while let scalar = peek(), Self.continuesName(scalar) { position += 1 }
      return Token(kind: .name(text(start..<position)), offset: offset)
    }
    if scalar == "'" || scalar == "\"" { return Token(kind: .text(try quoted(scalar)), offset: offset) }
    for mark in Self.marks where scalars[position...].starts(with: mark) {
      // In `a?.5:b`, the `?` begins a conditional, and `.5` is a number.
      if mark.count == 2, mark[1] == ".", peek(2).map(Self.isDigit) == true { continue }
      position += mark.count
      return Token(kind: .mark(text((position - mark.count)..<position)), offset: offset)
    }
    throw ExpressionMistake(offset: offset, message: Self.unexpected(scalar, followedBy: peek(1)))
  }

  private static func unexpected(_ scalar: Unicode.Scalar, followedBy next: Unicode.Scalar?) -> String {
    switch (scalar, next) {
    case ("=", ">"): return "functions cannot be written in an expression; use those of the library"
    case ("=", _): return "'=' does not assign in an expression; write '==' to compare, or use a 'set' step"
    case ("&", _): return "'&' is not an operator; did you mean '&&'?"
    case ("|", _): return "'|' is not an operator; did you mean '||'?"
    case ("`", _): return "text is written between ' or \" in an expression, not between `"
    case (";", _): return "an expression is one value; take the ';' away"
    case ("“", _), ("”", _), ("‘", _), ("’", _):
      return "text is written between straight quotation marks, ' or \", not \(scalar)"
    default:
      if LookAlike.isInvisible(scalar) || LookAlike.meant(by: scalar) != nil {
        return LookAlike.sentence(about: scalar)
      }
      let isControl = scalar.properties.generalCategory == .control
      let shown = isControl ? LookAlike.name(of: scalar) : String(Character(scalar))
      return "unexpected character '\(shown)' in an expression"
    }
  }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  private mutating func digits() {
    while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
  }

  private mutating func number() throws(ExpressionMistake) -> Value {
    let start = position
    var isWhole = true
    if peek() == "0", let mark = peek(1), mark == "x" || mark == "X" {
      position += 2
      let first = position
      while let scalar = peek(), scalar.properties.isASCIIHexDigit { position += 1 }
      if let value = Int(text(first..<position), radix: 16), peek().map(Self.continuesName) != true {
        return .int(value)
      }
      throw ExpressionMistake(
        offset: base + start, message: "a hexadecimal number is 0x and up to 15 digits, such as 0xff")
    }
    digits()
    if peek() == ".", peek(1).map(Self.isDigit) == true {
      isWhole = false
      position += 1
      digits()
    }
    if let mark = peek(), mark == "e" || mark == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
      if peek(1 + sign).map(Self.isDigit) == true {
        isWhole = false
        position += 1 + sign
        digits()
      }
    }
    let text = text(start..<position)
    if let scalar = peek(), Self.continuesName(scalar) {
      var end = position
      while end < scalars.count, Self.continuesName(scalars[end]) { end += 1 }
      let all = self.text(start..<end)
      let hint =
        DurationValue.seconds(all) == nil
        ? "a name begins with a letter" : "write a duration as text: \"\(all)\""
      throw ExpressionMistake(offset: base + start, message: "'\(all)' is not a number; \(hint)")
    }
    if isWhole, let whole = Int(text) { return .int(whole) }
    return .double(Double(text) ?? .nan)
  }

  private mutating func quoted(_ mark: Unicode.Scalar) throws(ExpressionMistake) -> String {
    let start = position
    position += 1
    var content = String.UnicodeScalarView()
    while let scalar = peek() {
      position += 1
      if scalar == mark { return String(content) }
      content.append(scalar == "\\" ? try escaped() : scalar)
    }
    throw ExpressionMistake(
      offset: base + start,
      message: "the text that begins here is not closed; add \(mark == "'" ? "a '" : "a \"") at its end")
  }

  private mutating func escaped() throws(ExpressionMistake) -> Unicode.Scalar {
    let start = position - 1
    guard let scalar = peek() else {
      throw ExpressionMistake(
        offset: base + start, message: "'\\' stands at the end; write '\\\\' for one reverse solidus")
    }
    position += 1
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "0": return "\0"
    case "x": return try codePoint(start, digits: 2)
    case "u":
      guard peek() == "{" else { return try codePoint(start, digits: 4) }
      position += 1
      let value = try codePoint(start, digits: 0)
      guard peek() == "}" else { throw Self.badEscape(base + start) }
      position += 1
      return value
    default: return scalar
    }
  }

  private static func badEscape(_ offset: Int) -> ExpressionMistake {
    ExpressionMistake(
      offset: offset,
      message:
        "an escape is \\n, \\t, \\xHH, \\uHHHH or \\u{H…} of a Unicode character that is not a surrogate")
  }

  /// Reads exactly `digits` hexadecimal digits, or one to six if `digits` is 0.
  private mutating func codePoint(_ start: Int, digits: Int) throws(ExpressionMistake) -> Unicode.Scalar {
    let first = position
    while position - first < (digits == 0 ? 6 : digits), let scalar = peek(),
      scalar.properties.isASCIIHexDigit
    {
      position += 1
    }
    guard position > first, digits == 0 || position - first == digits,
      let value = UInt32(text(first..<position), radix: 16), let scalar = Unicode.Scalar(value)
    else { throw Self.badEscape(base + start) }
    return scalar
  }
}

struct Token {
  enum Kind: Equatable {
    case number(Value)
    case text(String)
    case name(String)
    case mark(String)
    case end
  }

  var kind: Kind
  /// Unicode scalars from the beginning of the text.
  var offset: Int
}

/// A mistake in an expression whose place in the scenario is not known yet.
struct ExpressionMistake: Error {
  /// Unicode scalars from the beginning of the text.
  var offset: Int
  var message: String
}
