/// What a client that sends `Last-Event-ID` gets.
enum ResumeMode: Sendable {
  /// The events after its last one.
  case goOn
  case restart
  /// All events from the beginning, after a comment that its event is no longer known.
  case forget
  case refuse
  /// This many events are skipped.
  case gap(Int)
  /// This many events are repeated.
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
