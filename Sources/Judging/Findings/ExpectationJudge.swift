import Scenarios

/// Decides whether a scenario's expectations of its clients are met. Here the tested client is known, so the rules' caution is not needed.
package struct ExpectationJudge: Sendable {
  private let expectations: Expectations
  private let facts: SessionFacts
  private let clients: [ClientFacts]
  /// Whether the time that `within` gives is over.
  private let isTimeUp: Bool

  package static func results(_ expectations: Expectations, _ facts: SessionFacts) -> [ExpectationResult] {
    ExpectationJudge(expectations, facts).results
  }

  private init(_ expectations: Expectations, _ facts: SessionFacts) {
    self.expectations = expectations
    self.facts = facts
    clients = facts.clients.map { number in
      ClientFacts(number, facts.streams.filter { $0.request.client == number }, in: facts)
    }
    let start = facts.streams.first?.requested.moment
    isTimeUp =
      if let start, let within = expectations.within { facts.now.since(start) > within } else { false }
  }

  private var streams: [StreamFacts] { clients.flatMap(\.streams) }
  private var returns: [Return] { clients.flatMap(\.reconnections) }

  private var results: [ExpectationResult] {
    var results: [ExpectationResult] = []
    if let wait = expectations.reconnect { results.append(reconnect(wait)) }
    if expectations.hasRightIDs { results.append(ids) }
    if let attempts = expectations.attempts { results.append(self.attempts(attempts)) }
    if expectations.isOneConnection { results.append(connections) }
    if let mark = expectations.leaves { results.append(leaves(mark)) }
    if expectations.staysAway { results.append(staysAway) }
    if let dispatched = expectations.dispatched {
      results.append(DispatchJudge(expected: dispatched, facts: facts, isTimeUp: isTimeUp).result)
    }
    if results.isEmpty, let within = expectations.within {
      let hasCome = !streams.isEmpty
      results.append(
        ExpectationResult(
          "within", Words.time(within), hasCome ? .met : .undecided,
          hasCome ? "A client came." : "Nobody came yet."))
    }
    return results
  }

  private func open(_ key: String, _ expected: String, _ sentence: String) -> ExpectationResult {
    .open(key, expected, sentence, isTimeUp: isTimeUp)
  }

  private func reconnect(_ wait: Expectations.Wait) -> ExpectationResult {
    let expected =
      switch wait {
      case .asked: "waits at least as long as it is asked to"
      case .range(let low, .max): "waits at least \(Words.time(low))"
      case .range(let low, let high): "waits \(Words.time(low)) to \(Words.time(high))"
      }
    let judged = returns.filter {
      $0.endedByUs && $0.previous.isEventStream && (wait != .asked || $0.asked != nil)
    }
    guard !judged.isEmpty else { return open("reconnect", expected, "It has not come back yet.") }
    let wrong = judged.filter { back in
      guard let waited = back.wait else { return false }
      switch wait {
      case .asked: return back.isEarly
      case .range(let low, let high):
        return waited.addingSaturated(Return.tolerance) < low
          || waited > high.addingSaturated(Return.tolerance)
      }
    }
    guard !wrong.isEmpty else {
      return ExpectationResult(
        "reconnect", expected, .met,
        "Came back after \(Words.range(judged.compactMap(\.wait))), \(Words.count(judged.count, "time")).")
    }
    return ExpectationResult(
      "reconnect", expected, .failed,
      "Came back after \(Words.range(wrong.compactMap(\.wait))), \(Words.times(wrong.count, of: judged.count)).",
      evidence: wrong.flatMap { $0.evidence("came after \(Words.time($0.wait ?? 0))") })
  }

  private var ids: ExpectationResult {
    let expected = "brings the last id that it was sent"
    let judged = returns.filter { $0.endedByUs && $0.previous.knowsIDs && !$0.previous.lastID.isEmpty }
    guard !judged.isEmpty else { return open("ids", expected, "It has not come back yet.") }
    let wrong = judged.filter { back in
      let id = back.next.request.lastEventID ?? ""
      if id == back.previous.lastID { return false }
      // The client may not have read bytes that were cut off, or that a reset overtook.
      let isOrderly = back.previous.end?.isClean == true
      return isOrderly
        || !(back.previous.ids.contains { $0.id == id } || id == back.previous.request.lastEventID ?? "")
    }
    guard !wrong.isEmpty else {
      return ExpectationResult(
        "ids", expected, .met, "Brought the right id, \(Words.times(judged.count, of: judged.count)).")
    }
    return ExpectationResult(
      "ids", expected, .failed, "Brought another id or none, \(Words.times(wrong.count, of: judged.count)).",
      evidence: wrong.flatMap { back in
        back.evidence(
          "brought \(Words.quoted(back.next.request.lastEventID ?? "")), the last was \(Words.quoted(back.previous.lastID))"
        )
      })
  }

  private func attempts(_ count: Int) -> ExpectationResult {
    let expected = "connects \(count == 1 ? "once" : "\(count) times")"
    let made = streams.count
    if made > count {
      return ExpectationResult(
        "attempts", expected, .failed, "Connected \(made) times.",
        evidence: streams.suffix(made - count).map {
          Evidence(stream: $0.stream, place: $0.requested, text: "one more")
        })
    }
    if made < count {
      return open("attempts", expected, "Connected \(made == 1 ? "once" : "\(made) times") so far.")
    }
    return ExpectationResult(
      "attempts", expected, .met, "Connected \(count == 1 ? "once" : "\(count) times").")
  }

  private var connections: ExpectationResult {
    let expected = "has one connection at a time"
    guard !streams.isEmpty else { return open("connections", expected, "Nobody came yet.") }
    let beside = clients.flatMap { OneConnection.judge($0) }
    guard let first = beside.first else {
      return ExpectationResult("connections", expected, .met, "Never had a second one.")
    }
    return ExpectationResult(
      "connections", expected, .failed, first.sentence, evidence: beside.flatMap(\.evidence))
  }

  private func leaves(_ mark: String) -> ExpectationResult {
    let expected = "leaves after \(Words.plain(mark))"
    let told = streams.filter { $0.mark?.text == mark }
    guard let stream = told.last else { return open("leaves", expected, "It was not told so yet.") }
    let evidence = stream.mark.map {
      [Evidence(stream: stream.stream, place: $0.place, bytes: $0.end..<$0.end, text: "told so")]
    }
    let cameBack = returns.contains { $0.previous.mark?.text == mark }
    if cameBack {
      return ExpectationResult(
        "leaves", expected, .failed, "Came back after \(Words.plain(mark)).", evidence: evidence ?? [])
    }
    guard let end = stream.end else { return open("leaves", expected, "It is still there.") }
    return end.by == .client
      ? ExpectationResult(
        "leaves", expected, .met, "Left after \(Words.plain(mark)).", evidence: evidence ?? [])
      : ExpectationResult(
        "leaves", expected, .failed, "Stayed until \(end.by.words) ended the stream.",
        evidence: evidence ?? [])
  }

  private var staysAway: ExpectationResult {
    let expected = "does not come back after 204"
    let back = returns.filter { $0.previous.head?.status == 204 }
    if !back.isEmpty {
      return ExpectationResult(
        "staysAway", expected, .failed, "Came back after 204, \(Words.count(back.count, "time")).",
        evidence: back.flatMap { $0.evidence("came back") })
    }
    guard let asked = streams.last(where: { $0.head?.status == 204 })?.end else {
      return open("staysAway", expected, "It was not answered 204 yet.")
    }
    // Longer than a client would wait before it came back.
    let retries = streams.flatMap { $0.retries.map(\.milliseconds) }.max() ?? 3_000
    let patience = min(retries, 600_000) * 2_000_000 + 500_000_000
    if facts.now.since(asked.left) > patience || isTimeUp {
      return ExpectationResult("staysAway", expected, .met, "Has stayed away since it was answered 204.")
    }
    return ExpectationResult("staysAway", expected, .undecided, "It was answered 204 a moment ago.")
  }
}
