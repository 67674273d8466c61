import Synchronization

/// Origins whose pages may read streams until the server stops, beside those of the configuration: somebody on the server's machine
/// said so.
final class GrantedOrigins: Sendable {
  static let limit = 20

  private let origins = Mutex<[String]>([])

  var all: [String] { origins.withLock(\.self) }

  func contains(_ origin: String) -> Bool { origins.withLock { $0.contains(origin) } }

  /// - Returns: false if there are too many.
  func add(_ origin: String) -> Bool {
    origins.withLock { origins in
      if origins.contains(origin) { return true }
      guard origins.count < Self.limit else { return false }
      origins.append(origin)
      return true
    }
  }
}
