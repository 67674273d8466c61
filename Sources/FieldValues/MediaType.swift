/// A media type (RFC 9110, 8.3.1).
///
///     application/json
///     Application/JSON; charset="utf-8"
///
/// Type, subtype and parameter names are case-insensitive, and a quoted value equals the same value without quotation marks.
package struct MediaType: Sendable {
  /// Type and subtype in lower case; an alias is replaced by the type that it stands for.
  package let essence: String
  /// Names are in lower case; `q` is left out, because it is a weight.
  let parameters: [(name: String, value: String)]

  /// nil if the text is not a media type.
  package init?(_ text: some StringProtocol) { self.init(ParameterizedValue(text)) }

  package init?(_ value: ParameterizedValue) {
    let halves = value.value.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2,
      halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isTokenCharacter) })
    else { return nil }
    let name = halves.joined(separator: "/")
    essence = Self.aliases[name] ?? name
    parameters = value.parameters.filter { $0.name != "q" }
  }

  /// Whether this type is what `wanted` asks for: the same type, with at least its parameters.
  package func satisfies(_ wanted: MediaType) -> Bool {
    essence == wanted.essence
      && wanted.parameters.allSatisfy { asked in
        parameters.contains { own in
          guard own.name == asked.name else { return false }
          // Charsets are case-insensitive (RFC 2046, 4.1.2); other values may be case-sensitive, such as boundaries.
          return own.name == "charset"
            ? own.value.lowercased() == asked.value.lowercased() : own.value == asked.value
        }
      }
  }

  /// How specifically this range of an `Accept` field covers a type: nil: not at all, 0: `*/*`, 1: `text/*`, 2 or more: the type itself.
  func precision(for type: MediaType) -> Int? {
    if essence == type.essence { return type.satisfies(self) ? 2 + parameters.count : nil }
    if essence == "*/*" { return 0 }
    return essence.hasSuffix("/*") && type.essence.hasPrefix(essence.dropLast()) ? 1 : nil
  }

  /// The aliases of YAML (RFC 9512, 2.1), and gzip's name before its registration (RFC 6713).
  private static let aliases = [
    "application/x-yaml": "application/yaml", "text/yaml": "application/yaml",
    "text/x-yaml": "application/yaml", "application/x-gzip": "application/gzip",
  ]
}
