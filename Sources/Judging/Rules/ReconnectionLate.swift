enum ReconnectionLate {
  static let rule = Rule(
    id: "reconnection-late",
    sentence: "A client does not wait much longer than the reconnection time.",
    policy:
      "A note where it waited more than twice as long and a second more: user agents may wait longer, and do after failures and in hidden tabs.",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 1000\\nid: 1\\ndata: a\\n\\n
        3 1 end scenario complete
        6003 2 request GET /events | Last-Event-ID: 1
        """,
      findings: ["note: Waited 6 s instead of 1 s, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter { $0.bringsSentID && $0.wait != nil && $0.asked != nil }
    let late = judged.filter { back in
      guard let wait = back.wait, let asked = back.asked else { return false }
      return wait / 2 > asked && wait > asked.addingSaturated(1_000_000_000)
    }
    guard !late.isEmpty else { return [] }
    return [
      Finding(
        rule.id, .note,
        "Waited \(Words.range(late.compactMap(\.wait))) instead of \(Words.range(late.compactMap(\.asked))), \(Words.times(late.count, of: judged.count)).",
        count: late.count, of: judged.count,
        evidence: late.flatMap { $0.evidence("came after \(Words.time($0.wait ?? 0))") })
    ]
  }
}
