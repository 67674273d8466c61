/// Decides how requests are answered. Called on a loop's thread: it must not block.
public protocol RequestHandler: Sendable {
  /// The head is here and passed the guard; nothing of the body has been read.
  func admit(_ request: Request) -> Admission

  /// The request is complete.
  func answer(_ request: Request) -> Answer
}
