import Scenarios
import TextForms

extension MistakeReport.Entry {
  /// The mistake with the file that it is in, for reports on several files.
  func json(file: String) -> JSONValue {
    JSONValue.object([JSONValue.Member(name: "file", value: .string(file))]).adding(json)
  }

  var json: JSONValue {
    [
      "severity": .string(severity.rawValue), "line": .int(line), "column": .int(column),
      "message": .string(message),
      "excerpt": .string(excerpt), "caret": .int(caret),
    ]
  }
}
