@testable import MicroHTTP

/// A request handler made of closures.
struct TestHandler: RequestHandler {
  var admitting: @Sendable (Request) -> Admission = { _ in .body(limit: 1 << 20) }
  var answering: @Sendable (Request) -> Answer

  init(
    admitting: @escaping @Sendable (Request) -> Admission,
    _ answering: @escaping @Sendable (Request) -> Answer = { .result(.text("\($0.method) \($0.target)")) }
  ) {
    self.admitting = admitting
    self.answering = answering
  }

  init(_ answering: @escaping @Sendable (Request) -> Answer = { .result(.text("\($0.method) \($0.target)")) })
  {
    self.answering = answering
  }

  func admit(_ request: Request) -> Admission { admitting(request) }
  func answer(_ request: Request) -> Answer { answering(request) }
}

extension HTTPResult {
  static func text(_ text: String) -> HTTPResult {
    HTTPResult(status: 200, headerFields: [.contentType: "text/plain"], body: .bytes(Array(text.utf8)))
  }
}
