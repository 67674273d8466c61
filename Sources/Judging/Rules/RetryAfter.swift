enum RetryAfter {
  static let rule = Rule(
    id: "retry-after",
    sentence: "A client that is refused waits as long as Retry-After says.",
    policy:
      "50 ms early is tolerated. A warning; a fault from the second time on where the requests bring an ID of this session.",
    clause: .retryAfter,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 503 | Retry-After: 2
        1 1 end scenario complete
        301 2 request GET /events
        """,
      findings: ["warning: Came back after 0.3 s where Retry-After asked for 2 s, once."]),
    judge: judge)

  /// Returns the `Retry-After` of a redirect or an error, in nanoseconds; nil if there is none, or it is a date or over 1,000,000 s.
  static func wait(askedBy stream: StreamFacts) -> UInt64? {
    guard let head = stream.head, head.status >= 300, let text = head["retry-after"],
      let number = UInt64(text),
      number <= 1_000_000
    else { return nil }
    return number * 1_000_000_000
  }

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter { wait(askedBy: $0.previous) != nil && $0.wait != nil }
    let early = judged.filter {
      ($0.wait ?? 0).addingSaturated(Return.tolerance) < wait(askedBy: $0.previous) ?? 0
    }
    guard !early.isEmpty else {
      guard !judged.isEmpty else { return [] }
      return [
        Finding(
          rule.id, .fine, "Heeded Retry-After, \(Words.times(judged.count, of: judged.count)).",
          count: judged.count, of: judged.count)
      ]
    }
    let isFault = early.count { $0.bringsSentID && $0.isOnlyCandidate } >= 2
    return [
      Finding(
        rule.id, isFault ? .fault : client.isOfOneShotTool ? .note : .warning,
        "Came back after \(Words.range(early.compactMap(\.wait))) where Retry-After asked for \(Words.range(early.compactMap { wait(askedBy: $0.previous) })), \(Words.times(early.count, of: judged.count)).",
        count: early.count, of: judged.count,
        evidence: early.flatMap { $0.evidence("came after \(Words.time($0.wait ?? 0))") })
    ]
  }
}
