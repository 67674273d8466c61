import CMicrohttpd

/// Finds in libmicrohttpd's buffer what its parser accepts silently: bare LF, folded lines, NULs, stray spaces.
///
/// Up to 0.9.76 it parses in place: it writes NULs over each `:` and over each line's end, one for LF and two for CRLF. So a strict
/// head shows one exact pattern from the version to the blank line:
///
///     HTTP/1.1 0 0 Name 0 sp value 0 0 … 0 0
///
/// A folded value was copied elsewhere, so that the next name is not where the pattern expects it. From 0.9.77 on the library refuses
/// such heads itself (client discipline level 1) and parses differently.
enum ParsedHeadCheck {
  static let isNeeded: Bool = {
    guard let version = MHD_get_version() else { return true }
    return String(cString: version).split(separator: ".").compactMap { Int($0) }.lexicographicallyPrecedes([
      0, 9, 77,
    ])
  }()

  /// - Parameters:
  ///   - head: from the method's first byte through the blank line.
  ///   - version: where the version begins.
  static func isStrict(
    head: UnsafeRawBufferPointer, target: UnsafeRawPointer?, targetLength: Int, version: UnsafeRawPointer,
    fields: [(name: RequestHead.Bytes, value: RequestHead.Bytes)]
  ) -> Bool {
    guard let base = head.baseAddress, let target else { return false }
    // METHOD 0 target 0 HTTP/1.1 0 0
    guard let methodEnd = head.firstIndex(of: 0), target == base + methodEnd + 1,
      version == target + targetLength + 1
    else { return false }
    var index = version - base + 8
    func isLineEnd() -> Bool { index + 1 < head.count && head[index] == 0 && head[index + 1] == 0 }
    guard isLineEnd() else { return false }
    index += 2
    for field in fields {
      guard let name = field.name.baseAddress, name == base + index else { return false }
      index += field.name.count
      guard index < head.count, head[index] == 0 else { return false }
      index += 1
      while index < head.count, head[index] == 0x20 || head[index] == 0x09 { index += 1 }
      index += field.value.count
      guard isLineEnd() else { return false }
      index += 2
    }
    return isLineEnd() && index + 2 == head.count
  }
}
