import FieldValues
import HTTPTypes
import TextForms

/// The validators of a file, and the conditions a request may put on them (RFC 9110, 13).
struct FileCondition {
  /// `"1f4-17a3c5e0b2d4f000-2a"`: the size, the time of the last change in nanoseconds, and the inode of each file, in hexadecimal.
  let entityTag: EntityTag
  let lastModified: String
  private let modifiedSeconds: Int

  /// - Parameters:
  ///   - parts: further files that the text consists of.
  ///   - variant: distinguishes texts made of the same files.
  init(_ file: OpenFile, _ parts: [OpenFile] = [], variant: String = "") {
    let tags = ([file] + parts).map { file in
      [file.size, UInt64(bitPattern: Int64(file.modified)), file.inode].map { String($0, radix: 16) }
        .joined(separator: "-")
    }
    entityTag = EntityTag(tags.joined(separator: ".") + variant)
    modifiedSeconds = parts.reduce(file.modified) { max($0, $1.modified) } / 1_000_000_000
    lastModified = HTTPDate.text(second: Int64(modifiedSeconds))
  }

  /// Whether the file must be sent: If-None-Match decides; If-Modified-Since is used only without it.
  func isModified(for fields: HTTPFields) -> Bool {
    if let tags = fields[.ifNoneMatch] { return !EntityTagList(tags).contains(entityTag) }
    if let since = fields[.ifModifiedSince].flatMap(HTTPDate.seconds) { return modifiedSeconds > since }
    return true
  }

  /// Whether a range may be sent: If-Range is absent or names this version of the file.
  func allowsRange(for fields: HTTPFields) -> Bool {
    guard let condition = fields[.ifRange] else { return true }
    return EntityTag(field: condition)?.matchesStrongly(entityTag) ?? (condition == lastModified)
  }
}
