/// How a value is written.
enum OutputForm: Sendable {
  /// As text: `Task A`, `3`, `true`. Arrays and objects as JSON.
  case text
  /// As a JSON value: `"Task A"`, `3`, `true`.
  case json
  /// As text inside a JSON string whose quotation marks the caller writes: `say \"hi\"`.
  case jsonText
}
