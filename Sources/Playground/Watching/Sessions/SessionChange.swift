/// What happened to a session.
enum SessionChange: Sendable {
  case opened(StreamRecord)
  case ended(StreamRecord)
  case forgotten(SessionKey)
}
