/// What a client gets that sends `Last-Event-ID`.
enum ResumeMode: Sendable {
  /// What it would have got.
  case goOn
  case restart
  /// All from the beginning, and a comment that its event is no longer known.
  case forget
  case refuse
  /// That many events are lost.
  case gap(Int)
  /// That many events come again.
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
