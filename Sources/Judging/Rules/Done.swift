enum Done {
  static let rule = Rule(
    id: "done",
    sentence: "A client leaves when it was told that the stream is done, and does not come back.",
    policy:
      "Notes: what says so depends on the protocol (`client.close` in a scenario; otherwise `[DONE]` and `complete`).",
    clause: .reestablish,
    example: Rule.Example(
      facts: """
        0 1 request GET /events
        1 1 head 200 | Content-Type: text/event-stream
        2 1 bytes data: [DONE]\\n\\n
        22 1 end client
        """,
      findings: ["fine: Left 20 ms after [DONE]."]),
    judge: judge)

  @Sendable static func judge(_ client: ClientFacts) -> [Finding] {
    var findings: [Finding] = []
    let done = client.streams.filter { $0.mark != nil }
    let back = client.reconnections.filter { $0.previous.mark != nil && ($0.endedByUs || $0.bringsSentID) }
    if let one = done.first(where: { $0.end?.by == .client }), let mark = one.mark, let end = one.end {
      findings.append(
        Finding(
          rule.id, .fine,
          "Left \(Words.time(end.left.since(mark.place.moment))) after \(Words.plain(mark.text)).",
          evidence: [
            Evidence(
              stream: one.stream, place: mark.place, bytes: mark.end..<mark.end, text: "told that it is done"),
            Evidence(stream: one.stream, place: end.place, text: "left"),
          ]))
    }
    if let one = done.first(where: { stream in
      guard let mark = stream.mark, stream.end?.by != .client else { return false }
      return (stream.end?.left ?? client.session.now).since(mark.place.moment) > 1_000_000_000
    }), let mark = one.mark {
      findings.append(
        Finding(
          rule.id, .note, "Stayed for longer than a second after \(Words.plain(mark.text)).",
          evidence: [
            Evidence(
              stream: one.stream, place: mark.place, bytes: mark.end..<mark.end, text: "told that it is done")
          ]))
    }
    if let one = back.first, let mark = one.previous.mark {
      findings.append(
        Finding(
          rule.id, .note,
          "Came back after \(Words.plain(mark.text)), \(Words.times(back.count, of: done.count)).",
          count: back.count,
          of: done.count, evidence: back.flatMap { $0.evidence("came back") }))
    }
    return findings
  }
}
