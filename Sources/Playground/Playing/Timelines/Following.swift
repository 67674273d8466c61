import MicroHTTP
import Scenarios
import ServerSentEvents
import TextForms

/// The progress of a stream along a shared timeline.
final class Following {
  private(set) var membership: Timelines.Membership
  private let scenario: Scenario
  private let mayLeaveEventsOpen: Bool
  /// A comment that is sent before anything else.
  private var notice: [UInt8] = []
  private(set) var eventCount = 0
  /// Injections for this client only.
  private var injections = InjectionQueue()
  /// IDs injected since the last `takeInjectedIDs()`, each with its place: the number of the history entry that it precedes.
  private var injectedIDs: [(id: String, place: UInt64)] = []
  /// When the client was paused by hand; nil if it is not paused.
  private var pausedSince: UInt64?
  private var lastBeat: UInt64 = 0
  private var border = EventBorder()
  /// How the client was resumed, for the head; nil if it named no last event, or if its scenario does not resume.
  let resumed: String?

  init(_ membership: Timelines.Membership, _ scenario: Scenario, lastEventID: String?) {
    self.membership = membership
    self.scenario = scenario
    mayLeaveEventsOpen = scenario.mayLeaveEventsOpen
    guard let isKnown = membership.isKnown, scenario.timeline?.resumption != .forget else {
      resumed = nil
      return
    }
    resumed = isKnown ? "continued" : "unknown-id"
    if !isKnown {
      notice = scenario.comment(
        "the event \((lastEventID ?? "").forSentence) is not in the history of the shared timeline; this continues with what comes next"
      )
    }
  }

  /// Appends the new entries of the timeline, and records the lines of the scenario that they come from.
  func next(
    at now: UInt64, into buffer: inout [UInt8], recorder: inout StreamRecorder, step: Int
  ) -> Production {
    if pausedSince == nil {
      let production = follow(into: &buffer, recorder: &recorder, step: step)
      if mayLeaveEventsOpen { border.pass(buffer[...]) }
      sendInjections(at: now, &buffer, &recorder, step)
      return wait(production)
    }
    sendInjections(at: now, &buffer, &recorder, step)
    if let interval = scenario.heartbeat {
      if buffer.isEmpty, now >= lastBeat &+ interval {
        append(scenario.heartbeatBytes, to: &buffer, recorder: &recorder, step: step)
      }
      if !buffer.isEmpty { lastBeat = now }
    }
    let beat = scenario.heartbeat.map { lastBeat &+ $0 }
    return [beat, injectionTime].compactMap(\.self).min().map(Production.wait) ?? .pause
  }

  /// Limits the wait to the time of the next injection; the stream waits with the group again after it.
  private func wait(_ production: Production) -> Production {
    guard case .follow = production, let time = injectionTime else { return production }
    return .wait(until: time)
  }

  private func follow(into buffer: inout [UInt8], recorder: inout StreamRecorder, step: Int)
    -> Production
  {
    if !notice.isEmpty {
      append(notice, to: &buffer, recorder: &recorder, step: step)
      notice = []
    }
    while true {
      let before = membership.position.events
      let (reading, ending) = membership.timeline.read(&membership.position, into: &buffer) { line, length in
        recorder.add(
          WrittenRuns.Run(
            line: line, step: step, steps: line == WrittenRuns.injected ? 0 : 1, length: length))
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
        append(scenario.comment(text), to: &buffer, recorder: &recorder, step: step)
      }
    }
  }

  // MARK: By hand

  var isPaused: Bool { pausedSince != nil }
  var injectionCount: Int { injections.count }
  var injectionWeight: Int { injections.weight }

  /// When the next injection may be sent; nil if that depends on the timeline, or if there is none.
  private var injectionTime: UInt64? {
    let time = injections.due(isRawOnly: !border.isReached)
    return time == .max ? nil : time
  }

  /// Injects into the stream of this client only.
  func inject(_ injection: Injection, at now: UInt64) { injections.add(injection, at: now) }

  func takeInjectedIDs() -> [(id: String, place: UInt64)] {
    defer { injectedIDs = [] }
    return injectedIDs
  }

  /// Pauses this client at its place in the history.
  func pause(at now: UInt64) {
    pausedSince = now
    lastBeat = now
  }

  func resume() { pausedSince = nil }

  /// Postpones the pending injections by the nanoseconds for which everything was frozen.
  func shift(by time: UInt64) { injections.shift(by: time) }

  private func sendInjections(
    at now: UInt64, _ buffer: inout [UInt8], _ recorder: inout StreamRecorder, _ step: Int
  ) {
    while let time = injectionTime, time <= now,
      let injection = injections.take(isRawOnly: !border.isReached)
    {
      let bytes = injection.bytes(lineEnding: scenario.lineEnding)
      buffer += bytes
      recorder.add(WrittenRuns.Run(line: WrittenRuns.injected, step: step, steps: 0, length: bytes.count))
      if injection.isEvent { eventCount += 1 }
      if let id = injection.id { injectedIDs.append((id: id, place: UInt64(membership.position.next))) }
      if injection.isRaw { border.pass(bytes[...]) }
    }
  }

  private func append(
    _ bytes: [UInt8], to buffer: inout [UInt8], recorder: inout StreamRecorder, step: Int
  ) {
    buffer += bytes
    recorder.add(WrittenRuns.Run(line: 0, step: step, length: bytes.count))
  }
}
