enum OriginAllowed {
  static let rule = Rule(
    id: "origin-allowed",
    sentence: "A page may read the stream that it asks for (CORS).",
    policy: "A warning: it is the server that has to allow it. Preflights that are allowed are notes.",
    clause: .cors,
    example: Rule.Example(
      facts: """
        0 1 request GET /events | refused the browser keeps the answer from a page of http://localhost:4000 (CORS)
        1 1 head 200 | Content-Type: text/event-stream
        """,
      findings: [
        "warning: A page may not read the stream: the browser keeps the answer from a page of http://localhost:4000 (CORS)."
      ]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let refused = client.streams.filter { $0.request.refusal != nil }
    guard let first = refused.first, let reason = first.request.refusal else { return [] }
    return [
      Finding(
        rule.id, .warning, "A page may not read the stream: \(reason).", count: refused.count,
        of: client.streams.count,
        evidence: refused.map {
          Evidence(stream: $0.stream, place: $0.requested, text: "asked for by that page")
        })
    ]
  }

  /// Judges preflights, which belong to no stream.
  static func judge(_ preflights: [PreflightFacts]) -> [Finding] {
    var findings: [Finding] = []
    let refused = preflights.filter { $0.refusal != nil }
    if let first = refused.first, let reason = first.refusal {
      findings.append(
        Finding(
          rule.id, .warning,
          "A browser asked whether a page may send \(Words.plain(first.method)) \(Words.plain(first.target)), and was told no: \(reason).",
          count: refused.count, of: preflights.count,
          evidence: refused.map {
            Evidence(stream: "", place: $0.place, text: "preflight of \(Words.plain($0.origin))")
          }))
    }
    let allowed = preflights.filter { $0.refusal == nil }
    if let first = allowed.first {
      findings.append(
        Finding(
          rule.id, .note,
          "A browser asked whether a page of \(Words.plain(first.origin)) may send \(Words.plain(first.method)) \(Words.plain(first.target)), and was told yes.",
          count: allowed.count, of: preflights.count,
          evidence: allowed.map { Evidence(stream: "", place: $0.place, text: "preflight") }))
    }
    return findings
  }
}
