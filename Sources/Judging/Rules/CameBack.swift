enum CameBack {
  static let rule = Rule(
    id: "came-back",
    sentence: "A client comes back after its stream was ended, cut or reset.",
    policy: "A note if it stays away long: it may have been closed, or be done.",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes retry: 1000\\ndata: a\\n\\n
        3 1 end scenario reset
        20000 now
        """,
      findings: ["note: Has not come back since its stream was reset; an EventSource does."]),
    judge: judge)

  /// The word for each ending of a stream.
  private static let words = [
    (ending: "complete", word: "ended"), (ending: "truncate", word: "cut"), (ending: "reset", word: "reset"),
  ]

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    let back = client.reconnections.filter { $0.endedByUs && $0.previous.isEventStream }
    var findings: [Finding] = []
    if !back.isEmpty {
      var kinds: [String] = []
      for (ending, word) in words {
        let count = back.count { $0.previous.end?.ending == ending }
        if count > 0 { kinds.append("\(count) \(word)") }
      }
      findings.append(
        Finding(
          rule.id, .fine, "Came back \(Words.count(back.count, "time")) (\(kinds.joined(separator: ", "))).",
          count: back.count, of: back.count))
    }
    guard let last = client.streams.last, let end = last.end, end.isOurs, end.by != .server,
      last.isEventStream,
      last.mark == nil, !client.isOfOneShotTool
    else { return findings }
    let asked = last.retries.last?.nanoseconds ?? 3_000_000_000
    let away = client.session.now.since(end.left)
    if away / 3 > asked, away > asked.addingSaturated(5_000_000_000) {
      let how = words.first { $0.ending == end.ending }?.word ?? "ended"
      findings.append(
        Finding(
          rule.id, .note,
          "Has not come back since its stream was \(how); an EventSource does.",
          evidence: [Evidence(stream: last.stream, place: end.place, text: "ended by \(end.by.words)")]))
    }
    return findings
  }
}
