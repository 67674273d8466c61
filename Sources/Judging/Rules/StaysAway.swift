enum StaysAway {
  static let rule = Rule(
    id: "stays-away",
    sentence: "A client that is answered 204 does not come back.",
    policy:
      "A note in a browser, where a page may be reloaded; otherwise a warning. With an ID of this session a warning, and a fault from the second time on.",
    clause: .processing,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 204
        1 1 end scenario complete
        1001 2 request GET /events
        """,
      findings: ["warning: Came back after it was answered 204, which asks it not to, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let asked = client.streams.filter { $0.head?.status == 204 }
    let back = client.reconnections.filter { $0.previous.head?.status == 204 }
    guard !back.isEmpty else {
      guard let last = client.streams.last, last.head?.status == 204, let end = last.end else { return [] }
      let away = client.session.now.since(end.left)
      return away < 1_000_000_000
        ? [] : [Finding(rule.id, .fine, "Has stayed away since it was answered 204.")]
    }
    let proven = back.filter { $0.bringsSentID && $0.isOnlyCandidate }
    let severity: Severity =
      proven.count >= 2
      ? .fault : proven.isEmpty && (client.isOfBrowser || client.isOfOneShotTool) ? .note : .warning
    return [
      Finding(
        rule.id, severity,
        "Came back after it was answered 204, which asks it not to, \(Words.times(back.count, of: asked.count)).",
        count: back.count, of: asked.count,
        evidence: back.flatMap { $0.evidence("came back after 204") })
    ]
  }
}
