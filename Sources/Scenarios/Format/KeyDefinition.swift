/// A key of the scenario language: what the parser, the suggestions, the JSON Schema and the format reference know of it.
struct KeyDefinition: Sendable {
  var name: String
  var type: KeyType
  /// One or two sentences.
  var summary: String
  /// What holds when the key is left out; nil: nothing, or the key must be there.
  var defaultValue: String?
  var isRequired = false

  init(
    _ name: String, _ type: KeyType, _ summary: String, default defaultValue: String? = nil,
    isRequired: Bool = false
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.defaultValue = defaultValue
    self.isRequired = isRequired
  }
}
