import MicroHTTP
import Scenarios

/// A stream's way along a shared timeline: what it was sent, and what comes next.
struct Following {
  private(set) var membership: Timelines.Membership
  private let scenario: Scenario
  /// Sent before anything else.
  private var notice: [UInt8] = []
  private(set) var eventCount = 0
  /// What the head says of how it was resumed.
  let resumed: String?

  init(_ membership: Timelines.Membership, _ scenario: Scenario, lastEventID: String?) {
    self.membership = membership
    self.scenario = scenario
    guard let isKnown = membership.isKnown, scenario.timeline?.resumption != .forget else {
      resumed = nil
      return
    }
    resumed = isKnown ? "continued" : "unknown-id"
    if !isKnown {
      notice = scenario.comment(
        "the event \((lastEventID ?? "").forSentence) is not in the history of the shared timeline; this goes on with what comes next"
      )
    }
  }

  /// Appends what is new, and says what lines of the scenario it comes from.
  mutating func next(into buffer: inout [UInt8], noting recorder: inout StreamRecorder, step: Int)
    -> Production
  {
    if !notice.isEmpty {
      append(notice, to: &buffer, noting: &recorder, step: step)
      notice = []
    }
    while true {
      let before = membership.position.events
      let (reading, ending) = membership.timeline.read(&membership.position, into: &buffer) { line, length in
        recorder.add(WrittenRuns.Run(line: line, step: step, length: length))
      }
      switch reading {
      case .upToDate:
        eventCount += membership.position.events - before
        return ending.map(Production.end) ?? .follow(membership.timeline.group)
      case .more:
        eventCount += membership.position.events - before
        return .yield
      case .missed(let count):
        guard scenario.timeline?.slow == .skip else { return .end(.truncate) }
        let text = "\(count) event\(count == 1 ? "" : "s") left out, because this client reads too slowly"
        append(scenario.comment(text), to: &buffer, noting: &recorder, step: step)
      }
    }
  }

  private func append(
    _ bytes: [UInt8], to buffer: inout [UInt8], noting recorder: inout StreamRecorder, step: Int
  ) {
    buffer += bytes
    recorder.add(WrittenRuns.Run(line: 0, step: step, length: bytes.count))
  }
}
