/// What happened to a session.
enum SessionChange: Sendable {
  case opened(StreamRecord)
  case ended(StreamRecord)
  case forgotten(SessionKey)

  var session: SessionKey {
    switch self {
    case .opened(let record), .ended(let record): record.session
    case .forgotten(let key): key
    }
  }
}
