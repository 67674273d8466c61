import Foundation

/// The lines `KEY=value` of a file such as `.env`.
///
///     # a comment
///     PORT=9000
///     SCENARIOS="my scenarios"
///
/// Lines may end with CRLF, which swift-configuration's own reader takes for a part of the value. Quotes around a whole value are
/// not part of it. A later line with the same key counts.
struct EnvironmentFile {
  private(set) var values: [String: String] = [:]

  /// - Throws: when the file is there and cannot be read. No file is an empty one.
  init(path: String) throws {
    let isThere = FileManager.default.fileExists(atPath: path)
    let data = isThere ? try Data(contentsOf: URL(fileURLWithPath: path)) : Data()
    self.init(text: String(decoding: data, as: UTF8.self))
  }

  init(text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      guard let sign = line.firstIndex(of: "=") else { continue }
      let key = line[..<sign].trimmingCharacters(in: .whitespaces)
      if key.isEmpty || key.hasPrefix("#") { continue }
      values[key] = Self.unquoted(line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces))
    }
  }

  private static func unquoted(_ value: String) -> String {
    for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      return String(value.dropFirst().dropLast())
    }
    return value
  }
}
