import Scenarios
import TextForms

extension ClientCall {
  /// How clients call a scenario, for pages and programs:
  ///
  ///     {"method":"POST","headers":{"Content-Type":"application/json"},"body":"{}","params":{},"query":[["q","1"]],"close":["done"],"text":null}
  var json: JSONValue {
    func object(_ pairs: [(name: String, value: String)]) -> JSONValue {
      .object(pairs.map { JSONValue.Member(name: $0.name, value: .string($0.value)) })
    }
    return [
      "method": .string(method), "headers": object(headers), "body": JSONValue(body),
      "params": object(parameters.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }),
      "query": .array(query.map { .array([.string($0.name), .string($0.value)]) }),
      "close": .array(close.map(JSONValue.string)), "text": JSONValue(text?.description),
    ]
  }
}
