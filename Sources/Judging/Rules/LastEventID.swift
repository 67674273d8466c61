enum LastEventID {
  static let rule = Rule(
    id: "last-event-id",
    sentence: "A client that comes back sends the last ID that it was given as Last-Event-ID.",
    policy:
      "A note where the client had left by itself. Otherwise a warning; a fault where it happens again and the client shows in between that it keeps IDs, and comes equally too early with an ID and without. Without that, a reloaded page or a restarted program looks the same.",
    clause: .lastEventID,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 1000\\nid: 1\\ndata: a\\n\\n
        3 1 end scenario complete
        1003 2 request GET /events
        """,
      findings: [
        "warning: Came back without Last-Event-ID, once. A reloaded page or a restarted program looks the same."
      ]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter { back in
      back.previous.knowsIDs && !back.previous.lastID.isEmpty && !back.hasIDInAddress
    }
    let ours = judged.filter(\.endedByUs)
    let missing = ours.filter { back in
      // The client never saw an ID that did not arrive.
      back.broughtID == nil && !back.next.request.bringsID
        && back.previous.ids.contains { !$0.id.isEmpty && $0.end <= (back.previous.end?.reached ?? 0) }
    }
    let right = ours.filter { $0.broughtID == $0.previous.lastID }
    var findings: [Finding] = []
    if missing.isEmpty, !right.isEmpty {
      findings.append(
        Finding(
          rule.id, .fine,
          "Sent the right Last-Event-ID, \(Words.times(right.count, of: ours.count)).", count: right.count,
          of: ours.count))
    } else if !missing.isEmpty {
      let isFault = missing.count >= 2 && client.sharesTimer(missing)
      var sentence = "Came back without Last-Event-ID, \(Words.times(missing.count, of: ours.count))."
      if !isFault {
        sentence += " A reloaded page or a restarted program looks the same."
      }
      let severity: Severity = isFault ? .fault : client.isOfOneShotTool ? .note : .warning
      findings.append(
        Finding(
          rule.id, severity, sentence, count: missing.count, of: ours.count,
          evidence: missing.flatMap { $0.evidence("should have sent \(Words.quoted($0.previous.lastID))") }))
    }
    let left = judged.filter { !$0.endedByUs && !$0.next.request.bringsID }
    if !left.isEmpty {
      findings.append(
        Finding(
          rule.id, .note,
          "After it had left by itself it came back without Last-Event-ID, \(Words.times(left.count, of: left.count)), as a new client does.",
          count: left.count, of: left.count, evidence: left.flatMap { $0.evidence("without Last-Event-ID") }))
    }
    return findings
  }
}
