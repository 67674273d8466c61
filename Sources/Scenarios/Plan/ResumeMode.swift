/// How a stream treats a client that sends `Last-Event-ID`.
enum ResumeMode: Sendable {
  /// Sends the events after the client's last one.
  case goOn
  case restart
  /// Sends all events from the beginning, after a comment that the client's event is no longer known.
  case forget
  case refuse
  /// Skips this many events after the client's last one.
  case gap(Int)
  /// Repeats this many events, up to the client's last one.
  case duplicate(Int)
}

extension SharedTimeline.Resumption {
  init(_ mode: ResumeMode) {
    switch mode {
    case .goOn, .restart, .refuse: self = .goOn
    case .forget: self = .forget
    case .gap(let count): self = .gap(count)
    case .duplicate(let count): self = .duplicate(count)
    }
  }
}
