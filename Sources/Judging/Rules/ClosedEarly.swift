enum ClosedEarly {
  static let rule = Rule(
    id: "closed-early",
    sentence: "A client stays until its stream ends.",
    policy: "A note: it may leave whenever it likes.",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes data: a\\n\\n
        1000 1 end client
        """,
      findings: ["note: Left before the end, after 1 event, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let left = client.streams.filter { $0.end?.by == .client && $0.mark == nil }
    guard !left.isEmpty else { return [] }
    let events = left.map(\.events)
    let least = events.min() ?? 0
    let most = events.max() ?? 0
    let ended = client.streams.count { $0.end != nil }
    return [
      Finding(
        rule.id, .note,
        "Left before the end, after \(least == most ? Words.count(most, "event") : "\(least) to \(most) events"), \(left.count == 1 ? "once" : Words.times(left.count, of: ended)).",
        count: left.count, of: ended,
        evidence: left.compactMap { stream in
          stream.end.map { Evidence(stream: stream.stream, place: $0.place, text: "the client left") }
        })
    ]
  }
}
