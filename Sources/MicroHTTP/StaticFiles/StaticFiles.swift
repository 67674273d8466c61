import HTTPTypes

/// Answers GET and HEAD with the files of a folder.
///
///     /          index.html
///     /pages     308 to /pages/ if that is a folder
///     /lib/x.js  lib/x.js, text/javascript; charset=utf-8
///
/// There are no listings, and nothing outside the folder is served: `..`, links that lead out of it, and names that begin with a dot are
/// not found. Every response must be revalidated (`no-cache`), so that an edited file shows at the next reload. Files are read on the
/// loop's thread, so they should be on a local disk.
package struct StaticFiles: Sendable {
  private let folder: ServedFolder

  /// - Parameter root: the folder; it may be missing, and may appear or disappear while the server runs.
  package init(root: String) {
    folder = ServedFolder(path: root)
  }

  /// The response to a request for a file, or nil if there is none.
  ///
  /// - Parameters:
  ///   - path: as sent, percent-encoded; the request's own if nil.
  ///   - headerFields: sent with every response; they replace those of the same name.
  package func result(for request: Request, path: String? = nil, headerFields: HTTPFields = [:])
    -> HTTPResult?
  {
    guard var result = find(path ?? request.path, request: request) else { return nil }
    result.headerFields.set(headerFields)
    return result
  }

  private func find(_ path: String, request: Request) -> HTTPResult? {
    guard let place = FilePath(path) else { return nil }
    guard
      let file = OpenFile(folder, path: place.isFolder ? place.relative + "index.html" : place.relative)
    else {
      return nil
    }
    if file.isFolder {
      guard !place.isFolder else { return nil }
      let query = request.target.firstIndex(of: "?").map { request.target[$0...] } ?? ""
      return HTTPResult(
        status: 308,
        headerFields: [.location: request.arrival.address(of: "\(path)/\(query)"), .cacheControl: "no-cache"])
    }
    guard file.isRegular else { return nil }
    return respond(
      with: file, type: FileMediaType.of(place.isFolder ? "index.html" : place.relative), to: request)
  }

  /// HTML in which `href="/…"` and `src="/…"` have a prefix, in one pass over the bytes of a page (at most 1 MiB).
  static func linked(_ html: [UInt8], below prefix: String) -> [UInt8] {
    var linked: [UInt8] = []
    linked.reserveCapacity(html.count + 4_096)
    var copied = 0
    var rest = html[...]
    while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
      rest = html[(quote + 1)...]
      guard rest.first == UInt8(ascii: "/"), let next = rest.dropFirst().first, next != UInt8(ascii: "/"),
        isLink(html[copied..<quote])
      else { continue }
      linked += html[copied...quote]
      linked += prefix.utf8
      copied = quote + 1
    }
    return linked + html[copied...]
  }

  /// Whether the text before a quote ends with an attribute that holds an address.
  private static func isLink(_ before: ArraySlice<UInt8>) -> Bool {
    before.suffix(5).elementsEqual("href=".utf8) || before.suffix(4).elementsEqual("src=".utf8)
  }

  /// Handles conditions and ranges (RFC 9110, 13 and 14).
  private func respond(with file: OpenFile, type: String, to request: Request) -> HTTPResult {
    let page = type.hasPrefix("text/html") ? self.page(of: file, for: request) : nil
    let size = page.map { UInt64($0.bytes.count) } ?? file.size
    let condition = page?.condition ?? FileCondition(file)
    var fields: HTTPFields = [
      .eTag: condition.entityTag.description, .lastModified: condition.lastModified,
      .cacheControl: "no-cache",
    ]
    guard condition.isModified(for: request.headerFields) else {
      return HTTPResult(status: 304, headerFields: fields)
    }
    fields[.contentType] = type
    fields[.acceptRanges] = "bytes"
    var range: Range<UInt64>?
    if request.method == .get, let text = request.headerFields[.range],
      condition.allowsRange(for: request.headerFields)
    {
      switch ByteRange.of(text, size: size) {
      case .whole: break
      case .part(let part): range = part
      case .unsatisfiable:
        var result = Problem(status: 416, detail: "The file has \(size) bytes; ask for a range within.")
          .result
        result.headerFields[.contentRange] = "bytes */\(size)"
        return result
      }
    }
    if let range { fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)" }
    let part = range ?? 0..<size
    let body = page.map {
      HTTPResult.Body.bytes(Array($0.bytes[Int(part.lowerBound)..<Int(part.upperBound)]))
    }
    return HTTPResult(status: range == nil ? 200 : 206, headerFields: fields, body: body ?? file.body(part))
  }

  /// The HTML of a page with its parts filled in and its links moved below the proxy's prefix; nil if the file is sent unchanged. Scripts
  /// find the prefix themselves.
  private func page(of file: OpenFile, for request: Request) -> (bytes: [UInt8], condition: FileCondition)? {
    let prefix = request.arrival.prefix
    guard file.size <= (prefix.isEmpty ? PageParts.longestPage : 1 << 20) else { return nil }
    let html = file.bytes(0..<file.size)
    let filled = PageParts.fill(html, at: request.path, from: folder)
    if prefix.isEmpty, filled == nil { return nil }
    let whole = filled?.bytes ?? html
    return (
      prefix.isEmpty ? whole : Self.linked(whole, below: prefix),
      FileCondition(file, filled?.parts ?? [], variant: prefix.isEmpty ? "" : "-\(prefix)")
    )
  }
}
