/// A key of the scenario language, as the compiler, its suggestions, the JSON Schema and the format reference use it.
struct KeyDefinition: Sendable {
  var name: String
  var type: KeyType
  /// One or two sentences.
  var summary: String
  /// What applies when the key is left out; nil if nothing does or the key is required.
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
