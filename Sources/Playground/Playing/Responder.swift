import HTTPTypes
import MicroHTTP

/// Answers requests for addresses that are no operation of the API: scenarios, pages.
protocol Responder: Sendable {
  /// Bytes of body that the address takes; nil if the address is another's.
  func bodyLimit(for request: Request) -> Int?

  /// nil if the address is another's.
  func answer(_ request: Request) -> Answer?

  /// What lets a page of another origin read the server's own refusal of such a request; nil if the address is another's.
  func crossOriginFields(for request: Request) -> HTTPFields?
}

extension Responder {
  func crossOriginFields(for request: Request) -> HTTPFields? { nil }
}
