/// Every function that expressions may call.
public enum ExpressionLibrary {
  static let all: [LibraryEntry] = randomEntries

  private static let functions: [String: LibraryEntry] = {
    var functions: [String: LibraryEntry] = [:]
    for entry in all {
      functions[entry.name] = entry
      for method in entry.methods where functions[method] == nil { functions[method] = entry }
    }
    for (alias, name) in aliases { functions[alias] = functions[name] }
    return functions
  }()

  private static let methods: [String: LibraryEntry] = functions.filter { _, entry in
    !entry.parameters.isEmpty && entry.effects.isEmpty
  }

  static let namespaces: Set<String> = ["Math", "JSON", "Date", "Object"]

  /// What JavaScript calls some of them.
  private static let aliases = [
    "Math.random": "random"
  ]

  static func entry(_ name: String) -> LibraryEntry? { functions[name] }

  /// The function that is called as a method of its first argument.
  static func method(_ name: String) -> LibraryEntry? { methods[name] }

  static let functionNames: [String] = functions.keys.sorted()
  static let methodNames: [String] = methods.keys.sorted()
}
