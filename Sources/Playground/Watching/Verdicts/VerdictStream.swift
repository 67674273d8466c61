import HTTPTypes
import Judging
import MicroHTTP
import Scenarios

/// Judges the clients of a session: immediately, as soon as the verdict is decided, or as an event stream after each change.
///
///     event: verdict
///     data: {"session":"test-1","verdict":"fine","line":"Fine: one client, no fault.",…}
struct VerdictStream: StreamProducer {
  enum Form {
    case json, text, junit
    /// An event for each verdict that differs from the one before.
    case events
  }

  /// Nanoseconds between two verdicts, and between two checks while nothing happens: some rules depend on the passing of time.
  private static let pace: UInt64 = 200_000_000
  private static let patience: UInt64 = 1_000_000_000

  let sessions: SessionRegistry
  let key: SessionKey
  let stream: StreamID
  let form: Form
  /// When a response is sent even if it is undecided; CLOCK_MONOTONIC.
  let deadline: UInt64
  /// Returns the scenario with a name, which defines the expectations of its client and the marks after which the client is done.
  private let expected: @Sendable (_ scenario: String) -> Scenario?
  private var reader: FactsReader?
  private var marks = FactsBuilder.usualMarks
  private var state = FeedState()
  private var sent: [UInt8] = []
  private var nextLook: UInt64 = 0

  init(
    sessions: SessionRegistry, key: SessionKey, stream: StreamID, form: Form, deadline: UInt64,
    expected: @escaping @Sendable (_ scenario: String) -> Scenario?
  ) {
    self.sessions = sessions
    self.key = key
    self.stream = stream
    self.form = form
    self.deadline = deadline
    self.expected = expected
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let head = state.head(now) {
      sessions.watch(key, stream)
      if form == .events { return head }
    }
    if now < nextLook { return pause(until: nextLook, now, &buffer) }
    guard sessions.keepsJournals else { return withoutJournal(now, &buffer) }
    guard let journal = sessions.journal(of: key) else {
      if form != .events, now >= deadline { return .respond(result(verdict(on: SessionFacts(now: now)))) }
      return pause(until: now &+ Self.patience, now, &buffer)
    }
    if reader?.journal !== journal { reader = FactsReader(journal, marks: marks) }
    guard reader?.read() == true else { return .yield }
    let scenario = reader?.scenario.flatMap(expected)
    let expectations = scenario?.expectations
    let close = scenario?.client?.close ?? []
    let told = expectations?.leaves.map { [$0] } ?? (close.isEmpty ? FactsBuilder.usualMarks : close)
    if marks != told {
      marks = told
      reader?.setMarks(marks)
      return .yield
    }
    let answer = verdict(on: reader?.facts(now: now) ?? SessionFacts(now: now), expectations, journal)
    if form == .events {
      let bytes = answer.json.bytes
      if bytes != sent {
        sent = bytes
        EventText.append("verdict", id: nil, data: answer.json, to: &buffer)
      }
    } else if answer.verdict.word != .undecided || now >= deadline {
      return .respond(result(answer))
    }
    let isQuiet = reader?.arm() == true
    if !isQuiet { nextLook = now &+ Self.pace }
    return pause(until: now &+ (isQuiet ? Self.patience : Self.pace), now, &buffer)
  }

  /// Reports that nothing will ever be judged, because nothing that clients did is recorded.
  private mutating func withoutJournal(_ now: UInt64, _ buffer: inout [UInt8]) -> Production {
    var answer = verdict(on: SessionFacts(now: now))
    answer.verdict.line =
      "Not decided: journals are off (MAX_JOURNAL_BYTES=0), and nothing else tells what clients did."
    guard form == .events else { return .respond(result(answer)) }
    if sent.isEmpty {
      sent = answer.json.bytes
      EventText.append("verdict", id: nil, data: answer.json, to: &buffer)
    }
    return pause(until: now &+ Self.patience, now, &buffer)
  }

  mutating func drain(into buffer: inout [UInt8]) {
    if form == .events { buffer += EventText.retry }
  }

  mutating func ended(_ summary: StreamSummary) { sessions.stopWatching(key, stream) }

  private func verdict(
    on facts: SessionFacts, _ expectations: Expectations? = nil, _ journal: SessionJournal? = nil
  ) -> SessionVerdict {
    let results = expectations.map { ExpectationJudge.results($0, facts) } ?? []
    return SessionVerdict(key: key, verdict: Verdict(of: facts, expecting: results), journal: journal)
  }

  private func result(_ answer: SessionVerdict) -> HTTPResult {
    let (type, body): (String, [UInt8]) =
      switch form {
      case .text: ("text/plain; charset=utf-8", Array(answer.text.utf8))
      case .junit: ("application/xml", Array(answer.junit.utf8))
      case .json, .events: ("application/json", answer.json.bytes)
      }
    return HTTPResult(
      status: 200,
      headerFields: [
        .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        .known("Playground-Verdict"): answer.word,
      ],
      body: .bytes(body))
  }

  private mutating func pause(until time: UInt64, _ now: UInt64, _ buffer: inout [UInt8]) -> Production {
    guard form == .events else { return .wait(until: min(time, max(deadline, now &+ 1_000_000))) }
    return state.wait(until: time, now, &buffer)
  }
}
