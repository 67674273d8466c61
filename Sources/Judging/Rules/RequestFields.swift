enum RequestFields {
  static let rule = Rule(
    id: "request-fields",
    sentence: "A request for a stream accepts text/event-stream and tells caches not to answer it.",
    policy: "A note: servers answer all the same, but proxies and frameworks look at it.",
    clause: .request,
    example: Rule.Example(
      facts: """
        0 1 request GET /events | Accept: */*
        1 1 head 200 | Content-Type: text/event-stream
        """,
      findings: ["note: Sent 'Accept: */*' instead of text/event-stream, and no Cache-Control: no-cache."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    guard !client.isOfOneShotTool, let stream = client.streams.first(where: \.isEventStream) else {
      return []
    }
    let accept = stream.request["accept"]
    let cache = (stream.request["cache-control"] ?? "").lowercased()
    let acceptsIt = accept?.lowercased().contains("text/event-stream") == true
    let isFresh =
      stream.request.method != "GET" || cache.contains("no-cache") || cache.contains("no-store")
    if acceptsIt, isFresh {
      return [Finding(rule.id, .fine, "Asked for text/event-stream, past all caches.")]
    }
    var parts: [String] = []
    if !acceptsIt {
      parts.append(
        accept.map { "\(Words.quoted("Accept: \($0)")) instead of text/event-stream" }
          ?? "no Accept: text/event-stream")
    }
    if !isFresh { parts.append("no Cache-Control: no-cache") }
    return [
      Finding(
        rule.id, .note, "Sent \(parts.joined(separator: ", and ")).",
        evidence: [Evidence(stream: stream.stream, place: stream.requested, text: "the request")])
    ]
  }
}
