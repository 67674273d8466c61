/// Inserts parts that pages share, each a separate file, where a page names them. The notation is that of server-side includes.
///
///     <!--#include virtual="/components/site-header.html" -->
///
/// In a part, a link to the page itself becomes `<a href="/gallery/" aria-current="page">`. Parts cannot include parts.
enum PageParts {
  /// Longer pages are sent as they are.
  static let longestPage: UInt64 = 65_536
  private static let most = 8
  private static let opener = Array("<!--#include virtual=\"/".utf8)
  private static let closer = Array("\" -->".utf8)

  /// The page with its parts filled in, and the files of the parts; nil if the page names none. Nothing is inserted for a missing part.
  ///
  /// - Parameter path: of the page.
  static func fill(_ html: [UInt8], at path: String, from folder: ServedFolder) -> (
    bytes: [UInt8], parts: [OpenFile]
  )? {
    var bytes: [UInt8] = []
    var parts: [OpenFile] = []
    var rest = html[...]
    while parts.count < most, let start = rest.firstRange(of: opener),
      let end = rest[start.upperBound...].firstRange(of: closer)
    {
      bytes += rest[..<start.lowerBound]
      let name = String(decoding: rest[start.upperBound..<end.lowerBound], as: UTF8.self)
      rest = rest[end.upperBound...]
      guard let place = FilePath("/" + name), let part = OpenFile(folder, path: place.relative),
        part.isRegular,
        part.size <= longestPage
      else { continue }
      parts.append(part)
      bytes += current(part.bytes(0..<part.size), at: path)
    }
    return rest.count == html.count ? nil : (bytes + rest, parts)
  }

  private static func current(_ part: [UInt8], at path: String) -> [UInt8] {
    let link = Array("<a href=\"\(path)\"".utf8)
    guard !path.contains("\""), let range = part.firstRange(of: link) else { return part }
    var result = Array(part[..<range.upperBound])
    result += " aria-current=\"page\"".utf8
    result += part[range.upperBound...]
    return result
  }
}
