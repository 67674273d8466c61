enum Hammering {
  static let rule = Rule(
    id: "hammering",
    sentence: "A client that is refused waits longer each time before it asks again.",
    policy:
      "A warning where ten requests within ten seconds follow refusals, or four in a row come at the same pace; a fault where the ten bring an ID of this session. Requests that heed Retry-After do not count.",
    clause: .retryAfter,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 503
        1 1 end scenario complete
        101 2 request GET /events
        102 2 head 503
        102 2 end scenario complete
        202 3 request GET /events
        203 3 head 503
        203 3 end scenario complete
        303 4 request GET /events
        304 4 head 503
        304 4 end scenario complete
        404 5 request GET /events
        """,
      findings: [
        "warning: Asked again 4 times in 0.3 s although it was refused with 503; its waits did not grow."
      ]),
    judge: judge)

  static let window: UInt64 = 10_000_000_000
  static let limit = 10

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let refused = client.reconnections.filter { back in
      guard let status = back.previous.head?.status, status >= 400 else { return false }
      guard let after = RetryAfter.wait(askedBy: back.previous), let wait = back.wait else { return true }
      return wait.addingSaturated(Return.tolerance) < after
    }
    guard refused.count >= 4 else { return [] }
    let moments = refused.map(\.next.requested.moment)
    var most = 0
    var first = 0
    for (index, moment) in moments.enumerated() {
      while moment.since(moments[first]) > window { first += 1 }
      most = max(most, index - first + 1)
    }
    let waits = refused.compactMap(\.wait)
    let grows = zip(waits, waits.dropFirst()).count { Double($1) > Double($0) * 1.3 } * 2 >= waits.count - 1
    let isMany = most >= limit
    guard isMany || (!grows && waits.suffix(4).allSatisfy { $0 < 5_000_000_000 }) else { return [] }
    let status = refused.last?.previous.head?.status ?? 503
    let isProven = refused.count { $0.bringsSentID && $0.isOnlyCandidate } >= limit
    let span = (moments.last ?? 0).since(moments.first ?? 0)
    return [
      Finding(
        rule.id, isMany && isProven ? .fault : .warning,
        "Asked again \(refused.count) times in \(Words.time(span)) although it was refused with \(status)\(grows ? "" : "; its waits did not grow").",
        count: refused.count, of: refused.count,
        evidence: refused.flatMap { $0.evidence("asked again after \(Words.time($0.wait ?? 0))") })
    ]
  }
}
