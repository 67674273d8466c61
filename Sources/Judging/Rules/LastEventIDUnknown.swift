enum LastEventIDUnknown {
  static let rule = Rule(
    id: "last-event-id-unknown",
    sentence: "Last-Event-ID is an ID that was set on the stream.",
    policy:
      "A note at the first request of a client: it may have kept the ID from before. Otherwise a warning: a restarted program may bring one that it kept from elsewhere.",
    clause: .lastEventID,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes data: a\\n\\n
        3 1 end scenario complete
        3003 2 request GET /events | Last-Event-ID: 0
        """,
      findings: ["warning: Sent the Last-Event-ID '0' although none was set, once."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    guard !client.session.isIncomplete, client.session.streams.allSatisfy({ $0.forgottenIDs == 0 }) else {
      return []
    }
    var findings: [Finding] = []
    if let first = client.streams.first, first.request.bringsID, let id = first.request.lastEventID,
      !id.isEmpty,
      !client.session.wasSent(id, before: first)
    {
      findings.append(
        Finding(
          rule.id, .note,
          "Began with the Last-Event-ID \(Words.quoted(id)), which this session had not sent.",
          evidence: [Evidence(stream: first.stream, place: first.requested, text: "the first request")]))
    }
    let judged = client.reconnections.filter {
      $0.broughtID != nil && ($0.previous.knowsIDs || !$0.previous.isEventStream)
    }
    let unknown = judged.filter { back in
      guard let id = back.broughtID, !id.contains("\u{FFFD}"), !id.hasSuffix("…") else { return false }
      return !client.session.wasSent(id, before: back.next) && id != client.streams.first?.request.lastEventID
    }
    let early = unknown.filter { $0.broughtID == $0.previous.unfinishedID }
    if !early.isEmpty {
      findings.append(
        Finding(
          rule.id, .warning,
          "Sent the ID of an event that was never completed, \(Words.times(early.count, of: judged.count)): an ID counts from the blank line on.",
          count: early.count, of: judged.count,
          evidence: early.flatMap { $0.evidence("sent \(Words.quoted($0.broughtID ?? ""))") }))
    }
    let foreign = unknown.filter { $0.broughtID != $0.previous.unfinishedID }
    guard let one = foreign.first, let id = one.broughtID else { return findings }
    let wasNoneSet = !client.session.streams.contains { !$0.ids.isEmpty }
    findings.append(
      Finding(
        rule.id, .warning,
        "Sent the Last-Event-ID \(Words.quoted(id))\(foreign.count > 1 ? " or others" : "") \(wasNoneSet ? "although none was set" : "which was never sent to it"), \(Words.times(foreign.count, of: judged.count)).",
        count: foreign.count, of: judged.count,
        evidence: foreign.flatMap { $0.evidence("sent \(Words.quoted($0.broughtID ?? ""))") }))
    return findings
  }
}
