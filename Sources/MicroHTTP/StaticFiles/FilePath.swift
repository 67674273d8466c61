/// A request's path as a path below the served folder.
struct FilePath {
  /// `lib/x.js`; a folder's path ends with a slash, and the root's is empty.
  let relative: String
  let isFolder: Bool

  /// nil if it cannot name a file: a segment, once decoded, is empty, begins with a dot, or holds `/` or NUL.
  init?(_ path: String) {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    isFolder = segments.last?.isEmpty ?? true
    if isFolder { segments = segments.dropLast() }
    var relative = ""
    for (index, segment) in segments.enumerated() {
      let name = RequestTarget.decoded(segment, plusIsSpace: false)
      // By bytes: a dot with a combining mark is another Character, but still begins the name with a dot for the system.
      guard !name.isEmpty, name.utf8.first != UInt8(ascii: "."), !name.utf8.contains(UInt8(ascii: "/")),
        !name.utf8.contains(0)
      else {
        return nil
      }
      relative += name
      if isFolder || index < segments.count - 1 { relative += "/" }
    }
    self.relative = relative
  }
}
