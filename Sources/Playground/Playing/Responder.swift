import HTTPTypes
import MicroHTTP

/// Answers requests for addresses that are not operations of the API: scenarios and pages.
protocol Responder: Sendable {
  /// The most bytes of body that the address accepts; nil if the address belongs to another responder.
  func bodyLimit(for request: Request) -> Int?

  /// Returns nil if the address belongs to another responder.
  func answer(_ request: Request) -> Answer?

  /// The fields that let a page of another origin read the server's own refusal; nil if the address belongs to another responder.
  func crossOriginFields(for request: Request) -> HTTPFields?
}

extension Responder {
  func bodyLimit(for request: Request) -> Int? { nil }

  func crossOriginFields(for request: Request) -> HTTPFields? { nil }
}
