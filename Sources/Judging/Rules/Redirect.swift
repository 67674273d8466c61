enum Redirect {
  static let rule = Rule(
    id: "redirect",
    sentence: "A client follows a redirect.",
    policy: "Notes: where it went, and where it came back to later.",
    clause: .processing,
    example: Rule.Example(
      facts: """
        0 1 request GET /old
        1 1 head 307 | Location: /new
        1 1 end scenario complete
        3 2 request GET /new
        4 2 head 200 | Content-Type: text/event-stream
        5 2 bytes data: a\\n\\n
        6 2 end scenario complete
        3006 3 request GET /old
        """,
      findings: [
        "note: After the stream it came back to /old, where it was redirected from.",
        "fine: Followed the redirect to /new.",
      ]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    var findings: [Finding] = []
    for (index, stream) in client.streams.enumerated() {
      guard let head = stream.head, [301, 302, 303, 307, 308].contains(head.status),
        let location = head["location"]
      else { continue }
      let path = Self.path(of: location)
      guard let next = client.streams.dropFirst(index + 1).first else { continue }
      let evidence = [
        Evidence(stream: stream.stream, place: head.place, text: "redirected to \(Words.plain(location))"),
        Evidence(
          stream: next.stream, place: next.requested, text: "asked for \(Words.plain(next.request.target))"),
      ]
      guard next.request.path == path else {
        findings.append(
          Finding(
            rule.id, .note, "Did not follow the redirect to \(Words.plain(String(path))).", evidence: evidence
          ))
        break
      }
      findings.append(
        Finding(rule.id, .fine, "Followed the redirect to \(Words.plain(String(path))).", evidence: evidence))
      if next.isEventStream, path != stream.request.path,
        let later = client.streams.dropFirst(index + 2).first
      {
        let isOld = later.request.path == stream.request.path
        findings.append(
          Finding(
            rule.id, .note,
            "After the stream it came back to \(Words.plain(String(later.request.path)))\(isOld ? ", where it was redirected from" : "").",
            evidence: [Evidence(stream: later.stream, place: later.requested, text: "came back")]))
      }
      // One redirect is enough: the others would give the same findings.
      break
    }
    return findings
  }

  /// `/new?x` and `http://localhost:8000/new` → `/new`
  private static func path(of location: String) -> Substring {
    var rest = location[...]
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...]
      rest = rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...]
    }
    return rest.prefix { $0 != "?" && $0 != "#" }
  }
}
