import FieldValues
import HTTPTypes

/// The validators of a file, and the conditions a request may put on them (RFC 9110, 13).
struct FileCondition {
  /// `"1f4-17a3c5e0b2d4f000"`: size and time of the last change, to the nanosecond.
  let entityTag: String
  let lastModified: String
  private let modifiedSeconds: Int

  /// - Parameter variant: tells texts apart that are made of one file.
  init(_ file: OpenFile, variant: String = "") {
    entityTag =
      "\"\(String(file.size, radix: 16))-\(String(UInt64(bitPattern: Int64(file.modified)), radix: 16))-\(String(file.inode, radix: 16))\(variant)\""
    modifiedSeconds = file.modified / 1_000_000_000
    lastModified = HTTPDate.string(seconds: modifiedSeconds)
  }

  /// Whether the client has to be sent the file: If-None-Match counts, and only without it If-Modified-Since.
  func isModified(for fields: HTTPFields) -> Bool {
    if let tags = fields[.ifNoneMatch] { return !matches(tags) }
    if let since = fields[.ifModifiedSince].flatMap(HTTPDate.seconds) { return modifiedSeconds > since }
    return true
  }

  /// Whether a range may be answered: If-Range names this very file, or is absent.
  func allowsRange(for fields: HTTPFields) -> Bool {
    guard let condition = fields[.ifRange] else { return true }
    return condition == entityTag || condition == lastModified
  }

  /// Weak comparison: `W/` makes no difference.
  private func matches(_ tags: String) -> Bool {
    FieldList.members(of: tags).contains { tag in
      tag == "*" || (tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag) == entityTag
    }
  }
}
