enum LastEventIDEncoding {
  static let rule = Rule(
    id: "last-event-id-encoding",
    sentence: "Last-Event-ID is encoded as UTF-8.",
    policy: "A warning; a fault from the second time on.",
    clause: .lastEventID,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 100\\nid: 1ü\\ndata: a\\n\\n
        3 1 end scenario complete
        103 2 request GET /events | Last-Event-ID: 1\u{FFFD}
        """,
      findings: ["warning: Sent a Last-Event-ID that is not UTF-8, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter { $0.broughtID != nil }
    // Bytes that are not UTF-8 were replaced when the head was read.
    let wrong = judged.filter { back in
      back.broughtID?.contains("\u{FFFD}") == true
        && !client.session.streams.contains { $0.ids.contains { $0.id.contains("\u{FFFD}") } }
    }
    guard !wrong.isEmpty else { return [] }
    return [
      Finding(
        rule.id, wrong.count >= 2 ? .fault : .warning,
        "Sent a Last-Event-ID that is not UTF-8, \(Words.times(wrong.count, of: judged.count)).",
        count: wrong.count, of: judged.count,
        evidence: wrong.flatMap { $0.evidence("sent \(Words.quoted($0.broughtID ?? ""))") })
    ]
  }
}
