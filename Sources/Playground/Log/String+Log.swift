extension String {
  /// At most 200 characters, nothing that could begin another line or move a terminal's cursor.
  public var escapedForLog: String {
    if utf8.count <= 200, utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var escaped = ""
    var count = 0
    for scalar in unicodeScalars {
      guard count < 200 else { return escaped + "…" }
      count += 1
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        escaped += "\\u{\(String(scalar.value, radix: 16))}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
