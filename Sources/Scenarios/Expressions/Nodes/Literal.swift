/// A value known at load.
final class Literal: Node {
  let value: Value
  private let text: [UInt8]
  private let json: [UInt8]
  private let jsonText: [UInt8]
  let depth = 1
  let effects: Effects = []

  init(_ value: Value) {
    self.value = value
    var (text, json, jsonText): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    _ = value.append(.text, to: &text, end: EvaluationError.outputLimit)
    _ = value.append(.json, to: &json, end: EvaluationError.outputLimit)
    _ = value.append(.jsonText, to: &jsonText, end: EvaluationError.outputLimit)
    self.text = text
    self.json = json
    self.jsonText = jsonText
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return value
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    let bytes =
      switch form {
      case .text: text
      case .json: json
      case .jsonText: jsonText
      }
    try e.charge(text: bytes.count)
    buffer.append(contentsOf: bytes)
  }
}
