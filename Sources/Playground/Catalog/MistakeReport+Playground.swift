import Scenarios

extension MistakeReport.Entry {
  /// A mistake that shows only beside other scenarios: an address that is taken, say.
  ///
  /// - Parameter source: the scenario's text, for the excerpt.
  init(_ message: String, line: Int, column: Int, of source: String) {
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let excerpt = lines.indices.contains(line - 1) ? String(lines[line - 1].prefix(120)) : ""
    self.init(
      severity: .error, line: line, column: column, message: message, excerpt: excerpt,
      caret: min(column, excerpt.unicodeScalars.count + 1))
  }

  /// With the text that it is in, where there are several.
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
