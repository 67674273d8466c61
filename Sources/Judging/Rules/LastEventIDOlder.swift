enum LastEventIDOlder {
  static let rule = Rule(
    id: "last-event-id-older",
    sentence: "Last-Event-ID is the last ID that arrived, and not one before it.",
    policy:
      "A note where the client left, or the stream was cut or reset: what arrived may not have been read. Otherwise a warning, and never a fault: a client that leaves in the middle of what has arrived looks the same.",
    clause: .lastEventID,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 1000\\nid: 1\\ndata: a\\n\\nid: 2\\ndata: b\\n\\nid: 3\\ndata: c\\n\\n
        3 1 end scenario complete
        1003 2 request GET /events | Last-Event-ID: 1
        """,
      findings: [
        "warning: Sent a Last-Event-ID that is older by 2, once: it may not have read what followed."
      ]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter {
      $0.previous.knowsIDs && !$0.previous.ids.isEmpty && $0.broughtID != nil
    }
    let older = judged.compactMap { back -> (back: Return, by: Int)? in
      guard let id = back.broughtID, id != back.previous.lastID else { return nil }
      if let behind = back.previous.idsBehind(id), behind > 0 { return (back, behind) }
      guard back.previous.idsBehind(id) == nil, id == back.previous.request.lastEventID else { return nil }
      return (back, back.previous.ids.count)
    }
    var findings: [Finding] = []
    let grave = older.filter { isGrave($0.back) }
    let light = older.filter { !isGrave($0.back) }
    if !grave.isEmpty {
      findings.append(finding(grave, of: judged.count, .warning))
    }
    if !light.isEmpty { findings.append(finding(light, of: judged.count, .note)) }
    return findings
  }

  /// A client that notices an orderly end has received everything before it.
  private static func isGrave(_ back: Return) -> Bool { back.previous.end?.isClean == true }

  private static func finding(_ older: [(back: Return, by: Int)], of occasions: Int, _ severity: Severity)
    -> Finding
  {
    let least = older.map(\.by).min() ?? 1
    let most = older.map(\.by).max() ?? 1
    return Finding(
      rule.id, severity,
      "Sent a Last-Event-ID that is older by \(least == most ? "\(least)" : "\(least) to \(most)"), \(Words.times(older.count, of: occasions)): it may not have read what followed.",
      count: older.count, of: occasions,
      evidence: older.flatMap { older in
        older.back.evidence(
          "sent \(Words.quoted(older.back.broughtID ?? "")), the last was \(Words.quoted(older.back.previous.lastID))"
        )
      })
  }
}
