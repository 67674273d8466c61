import HTTPTypes

/// Decides how requests are answered. Called on a loop's thread: it must not block.
public protocol RequestHandler: Sendable {
  /// The head is here and passed the guard; nothing of the body has been read.
  func admit(_ request: Request) -> Admission

  /// The request is complete.
  func answer(_ request: Request) -> Answer

  /// Header fields for what the server itself answers in the handler's stead: a body that is too long, too many streams.
  func refusalFields(for request: Request) -> HTTPFields
}

extension RequestHandler {
  public func refusalFields(for request: Request) -> HTTPFields { [:] }
}
