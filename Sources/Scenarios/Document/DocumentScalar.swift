import TextForms

/// A scalar: its text, without quotation marks and escapes, and the style in which it is written.
struct DocumentScalar: Sendable {
  enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  /// The type of a scalar in the core schema of YAML 1.2, where `yes`, `on` and dates are text.
  /// <https://yaml.org/spec/1.2.2/#1032-tag-resolution>
  enum Meaning: Sendable, Equatable {
    case null, bool(Bool), text
    /// A number that JSON writes the same way.
    case number
    /// A number of the core schema in a notation that JSON does not allow, such as `0x1F`, `007`, `.5` or `.inf`.
    case otherNumber
  }

  var text: String
  var style: Style

  var meaning: Meaning {
    guard style == .plain else { return .text }
    switch text {
    case "", "null", "Null", "NULL", "~": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if JSONReader.isNumber(text) { return .number }
    return Self.isOtherNumber(text) ? .otherNumber : .text
  }

  private static func isOtherNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.starts(with: "0x".utf8) {
      return rest.count > 2 && rest.dropFirst(2).allSatisfy { Hex.value(of: $0) != nil }
    }
    if rest.starts(with: "0o".utf8) {
      return rest.count > 2
        && rest.dropFirst(2).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    }
    if [".nan", ".NaN", ".NAN"].contains(text) { return true }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if [".inf", ".Inf", ".INF"].contains(Substring(rest)) { return true }
    var count = digits(&rest).count
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      count += digits(&rest).count
    }
    return count > 0 && exponent(&rest) && rest.isEmpty
  }

  private static func digits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest.removeFirst(digits.count)
    return digits
  }

  private static func exponent(_ rest: inout Substring.UTF8View) -> Bool {
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return true }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    return !digits(&rest).isEmpty
  }
}
