import Scenarios

/// Compares the events that a client reported as dispatched with those that it should have dispatched.
struct DispatchJudge {
  let expected: Expectations.Dispatched
  let facts: SessionFacts
  let isTimeUp: Bool

  private static let key = "dispatched"
  private static let comparisonLimit = 200_000

  var result: ExpectationResult {
    switch expected {
    case .data(let texts): listed(texts)
    case .sent: sent
    }
  }

  private func listed(_ texts: [String]) -> ExpectationResult {
    let words = "dispatches \(Words.count(texts.count, "event")) with the data that is listed"
    let dispatched = facts.dispatched
    guard facts.areEventsKept else { return tooMany(words) }
    for (index, event) in dispatched.enumerated() {
      guard index < texts.count else {
        return failed(words, "Dispatched \(Words.count(dispatched.count, "event")).", event, "one more")
      }
      if event.data != texts[index] {
        return failed(
          words, "Event \(index + 1) had the data \(Words.quoted(event.data)).", event,
          "should have been \(Words.quoted(texts[index]))")
      }
    }
    guard dispatched.count == texts.count else { return open(words, of: texts.count) }
    return ExpectationResult(
      Self.key, words, .met, "Dispatched \(Words.count(texts.count, "event")), as listed.")
  }

  /// A point where a client's events differ from those of a stream.
  private struct Parting {
    var position: Int
    var stream: StreamFacts
    var event: StreamFacts.SentEvent
  }

  /// A stream that ended as HTTP requires was read to its end; the last events of one that broke, or that the client left, may
  /// not have been read. So there may be several ways to divide the dispatched events among the streams; one fitting way is enough.
  private var sent: ExpectationResult {
    let words = "dispatches each event that it was sent, in that order, once"
    let streams = facts.streams.filter(\.isEventStream)
    let dispatched = facts.dispatched
    guard facts.areEventsKept, streams.allSatisfy(\.isWhole) else { return tooMany(words) }
    let all = streams.reduce(0) { $0 + $1.sent.count }
    guard !dispatched.isEmpty else { return open(words, of: all) }
    // The possible numbers of dispatched events that came from the streams so far.
    var reached: Set<Int> = [0]
    var isWaiting = false
    var parting: Parting?
    var comparisons = 0
    for stream in streams {
      let mayBreakOff = stream.end.map { !$0.isClean } ?? false
      var next: Set<Int> = []
      for start in reached {
        comparisons += 1
        if comparisons > Self.comparisonLimit { return tooMany(words) }
        var count = 0
        while true {
          if mayBreakOff || count == stream.sent.count { next.insert(start + count) }
          guard count < stream.sent.count else { break }
          guard start + count < dispatched.count else {
            isWaiting = true
            break
          }
          guard Self.isSame(dispatched[start + count], stream.sent[count]) else {
            if !mayBreakOff, start + count >= parting?.position ?? 0 {
              parting = Parting(position: start + count, stream: stream, event: stream.sent[count])
            }
            break
          }
          count += 1
          comparisons += 1
          if comparisons > Self.comparisonLimit { return tooMany(words) }
        }
      }
      reached = next
    }
    if reached.contains(dispatched.count) {
      return ExpectationResult(
        Self.key, words, .met, "Dispatched \(Words.count(dispatched.count, "event")), as sent.")
    }
    if isWaiting { return open(words, of: all) }
    let last = reached.max() ?? 0
    if let parting, parting.position >= last {
      let event = dispatched[parting.position]
      return ExpectationResult(
        Self.key, words, .failed, Self.sentence(event, parting.event),
        evidence: [
          Evidence(
            stream: parting.stream.stream, place: parting.event.place,
            bytes: parting.event.end..<parting.event.end,
            text: "sent: \(Words.quoted(parting.event.data))"),
          Self.evidence(event, "dispatched: \(Words.quoted(event.data))"),
        ])
    }
    let event = dispatched[last]
    return failed(
      words, "Dispatched \(Words.quoted(event.data)), which it was not sent, or twice.", event, "one more")
  }

  private static func isSame(_ event: DispatchedEvent, _ sent: StreamFacts.SentEvent) -> Bool {
    event.data == sent.data && (event.type ?? sent.type) == sent.type
      && (event.lastEventID ?? sent.lastEventID) == sent.lastEventID
  }

  private static func sentence(_ event: DispatchedEvent, _ sent: StreamFacts.SentEvent) -> String {
    if event.data != sent.data {
      return "Dispatched \(Words.quoted(event.data)) where \(Words.quoted(sent.data)) was sent."
    }
    if let type = event.type, type != sent.type {
      return
        "Dispatched \(Words.quoted(event.data)) as \(Words.quoted(type)), which was sent as \(Words.quoted(sent.type))."
    }
    return
      "Dispatched \(Words.quoted(event.data)) with the last event ID \(Words.quoted(event.lastEventID ?? "")), which was \(Words.quoted(sent.lastEventID))."
  }

  private static func evidence(_ event: DispatchedEvent, _ text: String) -> Evidence {
    Evidence(stream: "", place: event.place, text: text)
  }

  private func failed(_ words: String, _ sentence: String, _ event: DispatchedEvent, _ text: String)
    -> ExpectationResult
  {
    ExpectationResult(Self.key, words, .failed, sentence, evidence: [Self.evidence(event, text)])
  }

  /// The result while the client has not reported all its events.
  private func open(_ words: String, of count: Int) -> ExpectationResult {
    let sentence =
      facts.dispatched.isEmpty
      ? "It has not told yet what it dispatched: POST /api/sessions/KEY/dispatched."
      : "Told of \(facts.dispatched.count) of \(Words.count(count, "event")) so far."
    return .open(Self.key, words, sentence, isTimeUp: isTimeUp)
  }

  private func tooMany(_ words: String) -> ExpectationResult {
    ExpectationResult(
      Self.key, words, .undecided,
      "There is too much to be compared: more than 1 MiB of events, or entries of the journal are not kept any more."
    )
  }
}
