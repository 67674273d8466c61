enum Reading {
  static let rule = Rule(
    id: "reading",
    sentence: "A client reads what it is sent.",
    policy: "A note where it read nothing for a second or longer; a warning where it was cut for it.",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes data: a\\n\\n
        15000 1 end stalled truncate | blocked 14998
        """,
      findings: ["warning: Was cut as too slow: it had taken nothing for 15 s, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let ended = client.streams.compactMap { stream in stream.end.map { (stream, $0) } }
    let cut = ended.filter { $0.1.by == .stalled }
    let slow = ended.filter { $0.1.by != .stalled && $0.1.blocked >= 1_000_000_000 }
    var findings: [Finding] = []
    if !cut.isEmpty {
      findings.append(
        Finding(
          rule.id, .warning,
          "Was cut as too slow: it had taken nothing for \(Words.range(cut.map { max($0.1.blocked, 1) })), \(Words.times(cut.count, of: ended.count)).",
          count: cut.count, of: ended.count,
          evidence: cut.map { Evidence(stream: $0.0.stream, place: $0.1.place, text: "cut") }))
    }
    if !slow.isEmpty {
      findings.append(
        Finding(
          rule.id, .note,
          "Took nothing for \(Words.range(slow.map(\.1.blocked))), \(Words.times(slow.count, of: ended.count)).",
          count: slow.count, of: ended.count,
          evidence: slow.map { Evidence(stream: $0.0.stream, place: $0.1.place, text: "ended") }))
    }
    return findings
  }
}
