import HTTPTypes
import MicroHTTP
import Platform

/// Serves the pages of Public/, with header fields that keep out scripts and frames of other sites.
struct Pages: Responder {
  private let folder: String
  private let files: StaticFiles

  private static let methods: [HTTPRequest.Method] = [.get, .head, .options]

  init(folder: String) {
    self.folder = folder
    files = StaticFiles(root: folder)
  }

  /// Returns a test of whether a path that begins with a segment belongs to a page in `folder`.
  static func isPage(in folder: String) -> @Sendable (String) -> Bool {
    let pages = Pages(folder: folder)
    return { pages.has($0) }
  }

  /// Whether a path that begins with this segment belongs to a page.
  func has(_ segment: String) -> Bool {
    let bytes = segment.utf8
    if bytes.isEmpty || bytes.contains(UInt8(ascii: "/")) || bytes.first == UInt8(ascii: ".") { return false }
    return access("\(folder)/\(segment)", F_OK) == 0
  }

  func answer(_ request: Request) -> Answer? {
    switch request.method {
    case .get, .head:
      return files.result(for: request, headerFields: .guardingPages).map(Answer.result)
    default:
      var read = request
      read.method = .head
      guard files.result(for: read) != nil else { return nil }
      return .result(
        request.method == .options
          ? .options(Self.methods) : .methodNotAllowed(request, allowed: Self.methods))
    }
  }
}
