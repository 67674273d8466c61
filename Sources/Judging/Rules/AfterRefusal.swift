enum AfterRefusal {
  static let rule = Rule(
    id: "after-refusal",
    sentence:
      "An EventSource does not come back after an error or a wrong content type; a client of its own may.",
    policy: "A note: an EventSource cannot be told from a program that uses fetch.",
    clause: .processing,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/html
        2 1 end scenario complete
        1002 2 request GET /events
        """,
      findings: [
        "note: Came back after 200 with text/html, once: an EventSource gives up there, a client that uses fetch may try again."
      ]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let back = client.reconnections.filter { back in
      guard let head = back.previous.head, !(300..<400).contains(head.status) else { return false }
      return head.status != 204 && !back.previous.isEventStream
    }
    guard let first = back.first?.previous.head else { return [] }
    let what =
      first.status == 200
      ? "200 with \(first["content-type"].map { Words.plain($0) } ?? "no content type")" : "\(first.status)"
    return [
      Finding(
        rule.id, .note,
        "Came back after \(what), \(back.count == 1 ? "once" : "\(back.count) times"): an EventSource gives up there, a client that uses fetch may try again.",
        count: back.count, of: back.count, evidence: back.flatMap { $0.evidence("came back") })
    ]
  }
}
