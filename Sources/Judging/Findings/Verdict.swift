/// The judgment on the clients of a session.
package struct Verdict: Sendable {
  package enum Word: String, Sendable {
    /// No fault, and all expectations are met.
    case fine
    case fault
    /// No client came, too little happened, or an expectation is still open.
    case undecided
  }

  package struct Client: Sendable {
    /// From 1.
    package var number: Int
    package var userAgent: String?
    package var remoteAddress: String
    package var method: String
    package var target: String
    package var streams: [String]
    /// Whether one of its streams has ended.
    package var hasEnded: Bool
    /// The most serious of its findings.
    package var severity: Severity
    /// A summary, in one line.
    package var line: String
    /// The most serious first.
    package var findings: [Finding]
  }

  package var word: Word
  package var line: String
  package var clients: [Client]
  /// Findings on preflights, which belong to no client's stream.
  package var findings: [Finding]
  /// The results of what the scenario expects.
  package var expectations: [ExpectationResult]
  /// The number of streams whose clients were too many to tell apart.
  package var untold: Int
  package var isIncomplete: Bool

  package init(of facts: SessionFacts, expecting expectations: [ExpectationResult] = []) {
    clients = facts.clients.compactMap { Client($0, in: facts) }
    findings = OriginAllowed.judge(facts.preflights)
    untold = facts.streams.count { $0.request.client == 0 }
    isIncomplete = facts.isIncomplete
    self.expectations = expectations
    let faults = clients.reduce(0) { $0 + $1.findings.count { $0.severity == .fault } }
    let failed = expectations.count { $0.state == .failed }
    let open = expectations.count { $0.state == .undecided }
    if faults + failed > 0 {
      word = .fault
    } else if clients.isEmpty || open > 0 || (expectations.isEmpty && clients.allSatisfy(\.isUnjudged)) {
      word = .undecided
    } else {
      word = .fine
    }
    let who = clients.count == 1 ? "one client" : "\(clients.count) clients"
    switch word {
    case .undecided where clients.isEmpty:
      line = (["Nobody opened a stream yet."] + findings.prefix(1).map(\.sentence)).joined(separator: " ")
    case .undecided where open > 0:
      line =
        "Not decided: \(Words.count(open, "expectation")) of the scenario still \(open == 1 ? "waits" : "wait")."
    case .undecided:
      line = "Not decided: too little happened to judge \(clients.count == 1 ? "the client" : "the clients")."
    case .fine: line = "Fine: \(who), no fault."
    case .fault:
      let parts = [
        faults > 0 ? Words.count(faults, "fault") : nil,
        failed > 0 ? "\(Words.count(failed, "expectation")) not met" : nil,
      ]
      line = "\(parts.compactMap(\.self).joined(separator: ", ").capitalizedFirst): \(who)."
    }
  }
}

extension Verdict.Client {
  /// Whether too little happened to judge it: no stream has ended, and there is no fault.
  var isUnjudged: Bool { !hasEnded && severity < .fault }

  init?(_ number: Int, in facts: SessionFacts) {
    let own = facts.streams.filter { $0.request.client == number }
    guard let last = own.last else { return nil }
    let client = ClientFacts(number, own, in: facts)
    var found: [Finding] = []
    for rule in Rules.all { found += rule.judge(client) }
    if client.cameThroughProxy {
      for index in found.indices where found[index].severity > .note {
        found[index].severity = .note
        found[index].sentence += " It came through a proxy, which may be what did this."
      }
    }
    findings = found.enumerated().sorted { a, b in
      a.element.severity != b.element.severity ? a.element.severity > b.element.severity : a.offset < b.offset
    }.map(\.element)
    self.number = number
    userAgent = last.request["user-agent"]
    remoteAddress = last.request.remoteAddress
    method = last.request.method
    target = last.request.target
    streams = own.map(\.stream)
    hasEnded = own.contains { $0.end != nil }
    severity = found.map(\.severity).max() ?? .fine
    let wrong = findings.filter { $0.severity > .note }
    if !wrong.isEmpty {
      line = wrong.prefix(3).map(\.sentence).joined(separator: " ")
    } else {
      let fine = findings.filter { $0.severity == .fine }.prefix(2).map(\.sentence)
      let words = fine.isEmpty ? findings.prefix(1).map(\.sentence) : Array(fine)
      line = words.isEmpty ? "Nothing to judge yet." : (["As it should."] + words).joined(separator: " ")
    }
  }
}
