import ServerSentEvents

/// What a scenario does for one request.
///
/// A value: a copy continues independently. It never blocks and never reads a clock: it is told the time, and returns
/// what comes next and when.
///
///     var plan = scenario.plan(for: request)
///     switch plan.advance(to: 0, clock: clock, meter: &meter, into: &writes) { … }
///
/// Plan time 0 is the request, or, for a client that comes back, the event after which it resumes.
///
/// A plan is large, and Swift passes a copy of it to each getter and non-mutating method. What is read for every
/// event is therefore a stored field, or inlined.
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

  /// Whose plan it is.
  enum Role {
    /// A client with a timeline of its own.
    case alone
    /// A client of a shared timeline: the part that it does not share.
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

  // Fields that each event needs come first, together: with thousands of streams, memory access decides what an event costs.

  /// The number of the last step that a journal shows: the head, a block, a heartbeat, a gate, an end; -1 before the first.
  package internal(set) var step = -1
  /// The line of the scenario that the last result of `advance` comes from; 0 for none.
  package internal(set) var line = 0
  /// The plan time, counted from the beginning of the steps, at which the stream begins; known once `advance` has
  /// returned anything but `again`.
  package internal(set) var resumedTime: PlanTime = 0
  /// The number of events when `advance` last returned, including those that a resumed plan skipped.
  package private(set) var eventCount = 0
  /// Bytes of memory kept at that time: variables, lists, and output that has not left.
  package private(set) var weight = 0
  var found: Found?
  /// The gate that the steps wait at.
  var gate: String?
  /// Whether `end: hold` was reached: nothing further comes, but the stream stays open.
  var isOnHold = false
  /// How the stream ends, once everything has left, and when that was decided.
  var ending: (how: Ending, time: PlanTime)?
  /// The program's time where the meter was spent while it ran ahead; nil if it has an output.
  var restsAt: PlanTime?
  /// When the program began to compute without an output, as plan time at that call; nil if it does not.
  var computesSince: PlanTime?
  /// When the source was paused by hand; nil if it is not.
  var pausedAt: PlanTime?
  /// How long it was paused before, in total.
  var lag: PlanTime = 0
  /// Whether the steps' bytes end between events; followed only if some blocks are raw.
  var border = EventBorder()
  /// What is still to be injected by hand.
  package internal(set) var injections = InjectionQueue()
  var injectedEvents = 0
  var injectedIDs: [(id: String, place: UInt64)] = []
  /// Events that faults released together with the client's last one, still to be sent after it.
  var pending: [Piece] = []
  /// A value for a gate, for the plan's player to deliver.
  var signal: Signal?
  /// Goes ahead before the head, because a `respond` step may replace it.
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
  /// When the head is due, by the program's time.
  var start: PlanTime = 0
  /// Nanoseconds that the head is delayed.
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
    // It begins with the first step: the head, and what goes out with it, belong to each client.
    if role == .timeline { phase = .playing }
  }

  /// Whether a proxy is going to cut the connection if nothing else is sent.
  package var mayBeCut: Bool { stages.cutTime != .max }

  /// The line of the scenario that the program is at.
  package var computingLine: Int { run.line }

  /// Performs everything that is due, in order, and returns what comes next.
  ///
  /// Calling it again with the same `now` sends nothing, and returns the same except as `Next` says. After `again`,
  /// no plan time has passed: the next call has the same `now`, or a later one if time passed while it worked.
  ///
  /// - Parameters:
  ///   - now: nanoseconds since the first call that did not return `again`.
  ///   - clock: what the clocks show, for what is performed.
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

  /// Returns a time of the program as plan time, which the player counts.
  func at(_ time: PlanTime) -> Next { .at(time - min(time, resumedTime)) }

  /// The same for a time that may never come: nil.
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

  /// Ends the stream because the server shuts down: what has begun to leave is completed, and the body ends properly.
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
