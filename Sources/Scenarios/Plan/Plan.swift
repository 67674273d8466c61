import ServerSentEvents

/// What a scenario does for one request.
///
/// A value: a copy continues independently. It never blocks and never reads a clock: the caller passes the time, and
/// `advance` returns what comes next and when.
///
///     var plan = scenario.plan(for: request)
///     switch plan.advance(to: 0, clock: clock, meter: &meter, into: &writes) { … }
///
/// Plan time 0 is the time of the request or, for a returning client, of the event after which it resumes.
///
/// A plan is large, and Swift passes a copy of it to each getter and non-mutating method. Everything read for each
/// event is therefore a stored property, or inlined.
package struct Plan: Sendable {
  enum Phase {
    case arriving
    /// Searching for the client's last event.
    case searching
    /// Finding out what comes first, before the head.
    case beginning
    /// Working out the length of the body, before the head.
    case measuring
    /// Responding with something other than a stream, at `start`.
    indirect case answering(PlanAnswer)
    case head
    case opening
    case playing
    /// The rest comes from the shared timeline.
    case following
    case over(Ending)
  }

  /// The client or timeline that the plan is for.
  enum Role {
    /// A client with its own timeline.
    case alone
    /// A client of a shared timeline; its plan covers only the part that is not shared.
    case follower
    /// The shared timeline itself, which has no request.
    case timeline
  }

  /// An output of the program, and when it is due.
  struct Found {
    var output: ProgramRun.Output
    var time: PlanTime
    var line: Int
  }

  let role: Role
  var phase = Phase.arriving

  // Fields that each event needs come first, together: with thousands of streams, memory access determines the cost of an event.

  /// The number of the last step that a journal shows: the head, a block, a heartbeat, a gate, an end; -1 before the first.
  package internal(set) var step = -1
  /// The line of the scenario that the last result of `advance` comes from; 0 for none.
  package internal(set) var line = 0
  /// The plan time, counted from the beginning of the steps, at which the stream begins; known once `advance` has
  /// returned anything but `again`.
  package internal(set) var resumedTime: PlanTime = 0
  /// The number of events when `advance` last returned, including those that a resumed plan skipped.
  package private(set) var eventCount = 0
  /// Bytes of memory held at that time: variables, lists, injections, and output that has not been sent.
  package private(set) var weight = 0
  var found: Found?
  /// The gate that the steps wait at.
  var gate: String?
  /// Whether `end: hold` was reached: nothing further comes, but the stream stays open.
  var isOnHold = false
  /// How the stream ends once everything has been sent, and when that was decided.
  var ending: (how: Ending, time: PlanTime)?
  /// The program's time at which the meter ran out while the program played ahead; nil if it has an output.
  var restsAt: PlanTime?
  /// The plan time at which the program began to compute without reaching an output; nil if it is not computing.
  var computesSince: PlanTime?
  /// When the steps were paused by hand; nil while they are not.
  var pausedAt: PlanTime?
  /// The total length of earlier pauses by hand, in nanoseconds.
  var lag: PlanTime = 0
  /// Tracks whether the steps' bytes end between events; updated only if some blocks are raw.
  var border = EventBorder()
  /// Injections by hand that have not been sent yet.
  package internal(set) var injections = InjectionQueue()
  var injectedEvents = 0
  var injectedIDs: [(id: String, place: UInt64)] = []
  /// Events that faults released together with the client's last one, still to be sent after it.
  var pending: [Piece] = []
  /// A value for a gate, for the plan's player to deliver.
  var signal: Signal?
  /// Plays ahead before the head is sent, because a `respond` step may replace the stream.
  @OnHeap var scout: Scout?
  @OnHeap var measure: BodyMeasure?
  /// The search for the client's last event. The plan's player may replace it with a search that has progressed further.
  @OnHeap package var search: ResumptionSearch?
  var run: ProgramRun
  var stages: Stages

  /// Units of work for each task before the head: the search, the scout, and measuring the body.
  var allowance = Meter.allowance
  var head = ResponseHead()
  var framing: AnswerTemplate.Framing?
  /// The program's time at which the head is due.
  var start: PlanTime = 0
  /// The delay of the head, in nanoseconds.
  var delay: UInt64 = 0
  /// Whether something goes out with the head when nothing is due immediately.
  var opens: Bool
  /// The line of the entry of `attempts` whose steps are played; nil: the scenario's own steps are.
  package internal(set) var attemptLine: Int?
  /// Whether something goes out with the head.
  var opensWithLine = false
  /// Whether it resumes after the client's last event.
  var hasResumed = false
  /// The slot of the variable that takes the value the gate is opened with; nil: the gate takes none.
  var awaited: Int?

  var settings: PlanSettings { run.program.settings }

  init(scenario: Scenario, request: PlanRequest, clock: ClockReading, role: Role = .alone) {
    self.role = role
    opens = scenario.settings.opens
    run = ProgramRun(program: scenario.program, request: request, clock: clock)
    stages = Stages(scenario.settings, seed: request.seed, isOwn: role != .timeline)
    // A shared timeline begins with the first step: the head, and what goes out with it, belong to each client.
    if role == .timeline { phase = .playing }
  }

  /// Whether there is a time at which a simulated proxy will cut the connection.
  package var mayBeCut: Bool { stages.cutTime != .max }

  /// The line of the scenario that the program is at.
  package var computingLine: Int { run.line }

  /// Performs everything that is due, in order, and returns what comes next.
  ///
  /// Calling it again with the same `now` sends nothing, and returns the same, except for the cases that `Next` returns only once.
  /// After `again`, no plan time has passed: the next call has the same `now`, or a later one if time passed while it worked.
  ///
  /// - Parameters:
  ///   - now: nanoseconds since the first call that did not return `again`.
  ///   - clock: the clock readings for what is performed in this call.
  package mutating func advance(
    to now: PlanTime, clock: ClockReading, meter: inout Meter, into writes: inout Writes
  ) -> Next {
    let next = performDue(now, clock, &meter, &writes)
    eventCount = run.evaluation.counter + injectedEvents - stages.lost
    weight = run.weight + stages.buffered + injections.weight
    if !pending.isEmpty { weight += pending.reduce(0) { $0 + $1.bytes.count } }
    if _search.isPresent { weight += search?.weight ?? 0 }
    if _scout.isPresent { weight += scout?.run.weight ?? 0 }
    return next
  }

  private mutating func performDue(
    _ now: PlanTime, _ clock: ClockReading, _ meter: inout Meter, _ writes: inout Writes
  ) -> Next {
    while true {
      let time = resumedTime.later(by: now)
      switch phase {
      case .arriving: arrive(&meter)
      case .searching:
        guard goOnSearching(&meter) else { return .again }
      case .beginning:
        if let next = begin(at: time, &meter) { return next }
      case .measuring:
        guard measureBody(clock, &meter) else { return .again }
      case .answering(let answer):
        if answer.isOfSteps, isPaused { return .idle(until: nil) }
        let due = answer.isOfSteps ? start.later(by: lag) : start
        guard due <= time else { return at(due) }
        step += 1
        line = answer.line
        return respond(with: answer, clock)
      case .head:
        guard start <= time else { return at(start) }
        phase = .opening
        step += 1
        line = attemptLine ?? 0
        stages.begin(at: start)
        return .head(head)
      case .opening: open(&meter, into: &writes)
      case .playing:
        if let next = play(to: time, clock, &meter, &writes) { return next }
      case .following:
        phase = .over(.complete)
        step += 1
        return .follow
      case .over(let ending): return .end(ending)
      }
    }
  }

  /// Converts a time of the program to the player's plan time, which begins at `resumedTime`.
  func at(_ time: PlanTime) -> Next { .at(time - min(time, resumedTime)) }

  /// Converts in the same way; nil for a time that never comes.
  func until(_ time: PlanTime) -> PlanTime? { time == .max ? nil : time - min(time, resumedTime) }

  /// Opens the gate that the steps wait at, if it has this name.
  ///
  /// - Parameters:
  ///   - now: plan time, as for `advance`.
  ///   - value: JSON, for the variable of an `await`; nil for `null`.
  package mutating func open(gate name: String, at now: PlanTime, value: [UInt8]? = nil) {
    guard gate == name else { return }
    gate = nil
    let time = resumedTime.later(by: now)
    run.advance(to: sourceTime(at: time))
    if let slot = awaited {
      awaited = nil
      do throws(PlanFailure) {
        try run.receive(value, in: slot)
      } catch {
        run.stop(error.message)
        found = Found(output: .failure, time: run.time, line: line)
      }
    }
    if case .beginning = phase {
      start = max(start, time)
    } else {
      stages.heartbeat.restart(at: time)
    }
  }

  /// Ends the stream because the server shuts down: a write that has begun is completed, and the body ends properly.
  ///
  /// - Parameter words: bytes sent before the end, if they would begin a line.
  package mutating func drain(_ words: [UInt8], into writes: inout Writes) {
    switch phase {
    case .opening, .playing: stages.drain(words, step: max(step, 0), into: &writes)
    default: break
    }
    phase = .over(.complete)
  }
}
