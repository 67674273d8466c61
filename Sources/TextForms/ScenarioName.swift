/// The names of scenarios, tags and gates.
package enum ScenarioName {
  /// What a plain name consists of, in words.
  package static let rule = "1 to 64 characters of a–z, 0–9 and '-', not beginning with '-'"

  /// A plain name as a regular expression.
  package static let pattern = "[a-z0-9][a-z0-9-]{0,63}"

  /// Whether a text is a plain name: matches ``pattern``.
  package static func isValid(_ text: String) -> Bool { isWord(text.utf8, longest: 64) }

  // MARK: Scenarios of participants

  /// Whether a text is `my-stream`, or `ann/my-stream` for a scenario of the participant ann.
  ///
  /// Only saved scenarios have owners. Files, `include`, tags and gates use plain names.
  package static func isSavedName(_ text: String) -> Bool {
    guard let (owner, name) = parts(of: text) else { return isValid(text) }
    return isOwner(owner) && isValid(name)
  }

  /// The most bytes of a participant's name.
  package static let longestOwner = 32

  /// Whether a text is a participant's name: `[a-z0-9][a-z0-9-]{0,31}`.
  package static func isOwner(_ text: String) -> Bool { isWord(text.utf8, longest: longestOwner) }

  /// `ann` of `ann/my-stream`; nil for a plain name, which has no owner.
  package static func owner(of text: String) -> String? {
    guard let (owner, name) = parts(of: text), isOwner(owner), isValid(name) else { return nil }
    return owner
  }

  /// `my-stream` of `ann/my-stream`.
  package static func plain(_ text: String) -> String {
    owner(of: text) == nil ? text : parts(of: text)?.name ?? text
  }

  /// `ann/my-stream`, or the plain name without an owner.
  package static func joined(_ owner: String?, _ name: String) -> String {
    owner.map { "\($0)/\(name)" } ?? name
  }

  /// The name in a URL's path: `my-stream` or `@ann/my-stream`.
  package static func path(_ text: String) -> String { owner(of: text) == nil ? text : "@" + text }

  private static func parts(of text: String) -> (owner: String, name: String)? {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    return (String(text[..<slash]), String(text[text.index(after: slash)...]))
  }

  private static func isWord(_ text: String.UTF8View, longest: Int) -> Bool {
    guard let first = text.first, text.count <= longest, first != UInt8(ascii: "-") else { return false }
    return text.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
