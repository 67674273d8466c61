enum RepeatedPost {
  static let rule = Rule(
    id: "repeated-post",
    sentence: "A POST is not sent again with the same body.",
    policy:
      "A note: some clients do so when a hidden tab is shown again, and a language model then answers, and charges, twice.",
    clause: .safeMethods,
    example: Rule.Example(
      facts: """
        0 1 request POST /chat | body {"q":1}
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes data: a\\n\\n
        50 1 end client
        900 2 request POST /chat | body {"q":1}
        """,
      findings: ["note: Sent the same POST again, once: a model would answer, and charge, twice."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let posts = client.reconnections.filter {
      $0.next.request.method == "POST" && $0.previous.request.method == "POST"
    }
    let same = posts.filter { back in
      back.next.request.bodyLength > 0 && back.next.request.bodyLength == back.previous.request.bodyLength
        && back.next.request.body == back.previous.request.body
    }
    guard !same.isEmpty else { return [] }
    return [
      Finding(
        rule.id, .note,
        "Sent the same POST again, \(same.count == 1 ? "once" : "\(same.count) times"): a model would answer, and charge, twice.",
        count: same.count, of: posts.count, evidence: same.flatMap { $0.evidence("the same body again") })
    ]
  }
}
