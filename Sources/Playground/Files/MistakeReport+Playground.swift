import Scenarios
import TextForms

extension MistakeReport.Entry {
  /// The mistake with the file that it is in, for reports on several files.
  func json(file: String) -> JSONValue {
    guard case .object(let members) = json else { return json }
    return .object([JSONValue.Member(name: "file", value: .string(file))] + members)
  }

  var json: JSONValue {
    [
      "severity": .string(severity.rawValue), "line": .int(line), "column": .int(column),
      "message": .string(message),
      "excerpt": .string(excerpt), "caret": .int(caret),
    ]
  }
}
