enum ReconnectionEarly {
  static let rule = Rule(
    id: "reconnection-time",
    sentence: "A client waits at least the reconnection time before it connects again.",
    policy:
      "50 ms early is tolerated. A warning; a fault from the second time on where the requests bring an ID of this session and so come from a client that was here before (in a browser from the third, at like intervals). Nothing is said where the client left by itself.",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 1000\\nid: 1\\ndata: a\\n\\n
        3 1 end scenario complete
        203 2 request GET /events | Last-Event-ID: 1
        204 2 head 200 | Content-Type: text/event-stream
        205 2 bytes retry: 1000\\nid: 2\\ndata: b\\n\\n
        206 2 end scenario complete
        406 3 request GET /events | Last-Event-ID: 2
        """,
      findings: ["fault: Came back after 0.2 s instead of 1 s, 2 of 2 times."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let judged = client.reconnections.filter {
      $0.wait != nil && $0.asked != nil && $0.previous.isEventStream && $0.previous.mark == nil
    }
    let early = judged.filter(\.isEarly)
    guard !early.isEmpty else {
      let proven = judged.filter { $0.bringsSentID || $0.previous.lastID.isEmpty && !client.isOfOneShotTool }
      guard !proven.isEmpty else { return [] }
      return [
        Finding(
          rule.id, .fine,
          "Waited at least the reconnection time, \(Words.times(proven.count, of: proven.count)): \(Words.range(proven.compactMap(\.asked))) asked for, \(Words.range(proven.compactMap(\.wait))) waited.",
          count: proven.count, of: proven.count)
      ]
    }
    // A client that sends the last ID has read to the end.
    let proven = early.filter { $0.bringsSentID && $0.isSurelyEarly && $0.broughtID == $0.previous.lastID }
    let isFault = client.isOfBrowser ? proven.count >= 3 && isSteady(proven) : proven.count >= 2
    var sentence =
      "Came back after \(Words.range(early.compactMap(\.wait))) instead of \(Words.range(early.compactMap(\.asked))), \(Words.times(early.count, of: judged.count))."
    if proven.isEmpty {
      sentence += " A reloaded page or a restarted program looks the same."
    }
    let severity: Severity = isFault ? .fault : proven.isEmpty && client.isOfOneShotTool ? .note : .warning
    return [
      Finding(
        rule.id, severity, sentence, count: early.count, of: judged.count,
        evidence: early.flatMap { $0.evidence("came after \(Words.time($0.wait ?? 0))") })
    ]
  }

  private static func isSteady(_ returns: [Return]) -> Bool {
    let waits = returns.compactMap(\.wait)
    guard let least = waits.min(), let most = waits.max() else { return false }
    return most - least <= max(least / 2, 150_000_000)
  }
}
