enum OneConnection {
  static let rule = Rule(
    id: "one-connection",
    sentence: "One page, or one program, has one connection to an address at a time.",
    policy:
      "A warning: two tabs look the same as a page that opens two connections, for example under React's StrictMode without a clean-up. Reloading a page does not count.",
    clause: .connections,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        500 2 client 2 request GET /events
        5000 1 end client
        5001 2 end client
        """,
      findings: [
        "warning: Opened a second connection to /events while another was open: two tabs, or one page that opens two (StrictMode)."
      ], client: 2),
    judge: judge)

  /// Nanoseconds that two streams may overlap: a reloaded page may ask before the end of its previous stream is noticed.
  private static let tolerance: UInt64 = 100_000_000

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    var evidence: [Evidence] = []
    var count = 0
    for stream in client.streams {
      let start = stream.requested.moment
      let others = client.session.streams.filter { other in
        let method = other.request.method
        return other.request.client != client.number && other.requested.moment <= start
          && method != "HEAD" && method != "OPTIONS"
          && (other.requested.moment, other.requested.entry) < (start, stream.requested.entry)
          && other.request.path == stream.request.path && other.request.isAlike(stream.request)
          && (other.leftAt ?? .max) > start
      }
      let overlap =
        others.map { other in
          min(other.leftAt ?? client.session.now, stream.leftAt ?? client.session.now).since(start)
        }.max() ?? 0
      guard overlap > tolerance, let other = others.first else { continue }
      count += 1
      evidence += [
        Evidence(stream: other.stream, place: other.requested, text: "was open"),
        Evidence(stream: stream.stream, place: stream.requested, text: "opened beside it"),
      ]
    }
    guard count > 0, let stream = client.streams.first else { return [] }
    return [
      Finding(
        rule.id, .warning,
        "Opened a second connection to \(stream.request.path) while another was open: two tabs, or one page that opens two (StrictMode).",
        count: count, of: client.streams.count, evidence: evidence)
    ]
  }
}
