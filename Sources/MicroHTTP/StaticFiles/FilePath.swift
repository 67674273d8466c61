/// A path of a request as a path below a folder.
struct FilePath {
  /// `lib/x.js`; of a folder, with the slash at its end, and empty of the root.
  let relative: String
  let isFolder: Bool

  /// nil if no file can be meant: a segment is empty, `.` or `..`, begins with a dot, or holds `/` or NUL once decoded.
  init?(_ path: String) {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    isFolder = segments.last?.isEmpty ?? true
    if isFolder { segments = segments.dropLast() }
    var relative = ""
    for (index, segment) in segments.enumerated() {
      let name = RequestTarget.decoded(segment, plusIsSpace: false)
      // By bytes: a dot that a mark is combined with is another character, and the same byte to the system.
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
