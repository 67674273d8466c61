import HTTPTypes
import MicroHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The pages of Public/.
struct Pages: Responder {
  let folder: String

  /// Whether a path that begins with this segment is a page's.
  func has(_ segment: String) -> Bool {
    if segment.isEmpty || segment.contains("/") || segment.hasPrefix(".") { return false }
    return access("\(folder)/\(segment)", F_OK) == 0
  }

  func bodyLimit(for request: Request) -> Int? { nil }

  func answer(_ request: Request) -> Answer? { nil }
}
