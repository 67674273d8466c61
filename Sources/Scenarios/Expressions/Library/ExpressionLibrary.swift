/// All names and functions that expressions can use.
package enum ExpressionLibrary {
  /// The description of a name or function that documentation and editors show.
  package struct Entry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable { case name, function }

    package var kind: Kind
    package var name: String
    /// `round(x, digits?)` for a function, and the name itself for a name.
    package var signature: String
    package var group: String
    /// One sentence.
    package var summary: String
    /// An expression, without `${…}` around it.
    package var example: String
    /// The example's value as JSON, with seed 1, at 2026-11-22T10:30:19.123Z, and with the request in docs/expressions.md.
    package var value: String
    /// Other names of the function, most of them JavaScript's.
    package var aliases: [String] = []
    /// The names by which the function can be called as a method of its first argument.
    package var methods: [String] = []
  }

  package static let entries: [Entry] =
    BuiltInName.entries
    + all.map {
      Entry(
        kind: .function, name: $0.name, signature: $0.signature, group: $0.group.rawValue,
        summary: $0.summary,
        example: $0.example.expression, value: $0.example.value, aliases: aliases(of: $0.name),
        methods: methodNames(of: $0.name))
    }

  static let all: [LibraryEntry] =
    textEntries + numberEntries + collectionEntries + clockEntries + randomEntries + fakeEntries
    + seriesEntries

  static let functions: [String: LibraryEntry] = {
    var functions: [String: LibraryEntry] = [:]
    for entry in all { functions[entry.name] = entry }
    for (alias, name) in aliases { functions[alias] = functions[name] }
    return functions
  }()

  /// Functions on texts, numbers and collections, by the names of the methods that call them: their own names and JavaScript's.
  static let methods: [String: LibraryEntry] = {
    var methods: [String: LibraryEntry] = [:]
    for entry in all where !entry.parameters.isEmpty && [.text, .numbers, .collections].contains(entry.group)
    {
      methods[entry.name] = entry
      for method in entry.methods { methods[method] = entry }
    }
    return methods
  }()

  /// JavaScript's objects whose functions are called by their full name, such as `Math.max`.
  static let namespaces: Set<String> = ["Math", "JSON", "Date", "Object"]

  /// Other names of functions, most of them JavaScript's.
  private static let aliases = [
    "pad": "padStart", "Number": "toNumber", "String": "toText", "parseFloat": "toNumber",
    "parseInt": "trunc",
    "btoa": "base64", "atob": "fromBase64", "JSON.stringify": "json", "JSON.parse": "parseJson",
    "Math.abs": "abs", "Math.ceil": "ceil", "Math.floor": "floor", "Math.max": "max", "Math.min": "min",
    "Math.random": "random", "Math.round": "round", "Math.sqrt": "sqrt", "Math.trunc": "trunc",
    "Object.assign": "merge", "Object.keys": "keys", "Object.values": "values",
  ]

  private static func aliases(of name: String) -> [String] {
    aliases.filter { $0.value == name }.map(\.key).sorted()
  }

  private static func methodNames(of name: String) -> [String] {
    methods.filter { $0.value.name == name }.map(\.key).sorted()
  }

  static let functionNames: [String] = functions.keys.sorted()
  static let methodNames: [String] = methods.keys.sorted()
}
