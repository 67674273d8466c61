/// What a scenario does for one request.
///
/// A value: a copy goes on independently. It never blocks and never looks at a clock: it is told what time it is, and says what comes
/// next and when.
///
///     var plan = scenario.plan(for: request)
///     switch plan.advance(to: 0, clock: clock, meter: &meter, into: &writes) { … }
///
/// Plan time 0 is the request, or, for a client that comes back, the event after which it goes on.
///
/// A plan is large, and Swift hands a copy of all of it to each of its getters and methods that do not change it. What is asked for each event is
/// therefore a field, or inlined.
package struct Plan: Sendable {
  enum Phase {
    case arriving
    /// Looking for the event that the client had last.
    case searching
    /// Finding out what comes first, before the head.
    case beginning
    /// Finding out how long the body is, before the head.
    case measuring
    /// Answered otherwise than by a stream, at `start`.
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
    /// Of a client that has a timeline of its own.
    case alone
    /// Of a client of a shared timeline, as far as it is its own.
    case follower
    /// The shared timeline itself, which no request asked for.
    case timeline
  }

  /// What the program came to, and when it is due.
  struct Found {
    var output: ProgramRun.Output
    var time: PlanTime
    var line: Int
  }

  let role: Role
  var phase = Phase.arriving

  // What each event needs stands together, in front of what is seldom looked at: with thousands of streams, memory decides what an event costs.

  /// The number of the last step that a journal shows: the head, a block, a heartbeat, a gate, an end.
  package internal(set) var step = -1
  /// The line of the scenario that the last answer of `advance` comes from; 0 for none.
  package internal(set) var line = 0
  /// The plan time, counted from the beginning of the steps, at which the stream begins; known when `advance` has given anything
  /// but `again`.
  package internal(set) var resumedTime: PlanTime = 0
  /// How many events there were when `advance` answered last, those among them that a resumed plan passed by.
  package private(set) var eventCount = 0
  /// Bytes that it kept then: variables, lists, and what is held back.
  package private(set) var weight = 0
  var found: Found?
  /// The gate that holds.
  var gate: String?
  /// Nothing further comes, but the stream stays open.
  var isHeld = false
  /// How the stream ends, once everything has left, and when that was decided.
  var ending: (how: Ending, time: PlanTime)?
  /// How far the program ran ahead of the time, to a point where the meter was spent.
  var restsAt: PlanTime?
  /// Since when the program computes without coming to anything, by the time that it was.
  var computesSince: PlanTime?
  /// Since when the source is held by hand.
  var pausedAt: PlanTime?
  /// How long it was held before, in all.
  var lag: PlanTime = 0
  /// Where the bytes of the steps stand, if some are raw.
  var border = EventBorder()
  /// What is to be put in by hand.
  package internal(set) var injections = InjectionQueue()
  /// Events that were.
  var injectedEvents = 0
  var injectedIDs: [(id: String, place: UInt64)] = []
  /// Events that faults let go of together with the client's last one, behind which they are still to be sent.
  var pending: [Piece] = []
  /// To be sent to a gate, by who plays the plan.
  var signal: Signal?
  /// Ahead of the head, and of what `respond` may make of it.
  @OnHeap var scout: Scout?
  @OnHeap var measure: BodyMeasure?
  /// The search for the event that the client had last. Whoever plays the plan may exchange it for one that has gone further.
  @OnHeap package var search: ResumptionSearch?
  var run: ProgramRun
  var stages: Stages

  /// What may be spent on each thing that comes before the head.
  var allowance = Meter.allowance
  var head = ResponseHead()
  var framing: AnswerTemplate.Framing?
  /// When the head is due, by the program's time.
  var start: PlanTime = 0
  /// How long the head is waited for.
  var delay: UInt64 = 0
  /// Whether something goes out with the head when nothing is due at once.
  var opens: Bool
  /// The line of the entry of `attempts` whose steps are played; nil: the scenario's own.
  package internal(set) var attemptLine: Int?
  /// Something goes out with the head.
  var opensWithLine = false
  /// It goes on behind the event that the client had last.
  var hasResumed = false
  /// The slot of the variable that takes the value which the gate is opened with; nil: the gate takes none.
  var awaited: Int?

  var settings: PlanSettings { run.program.settings }

  init(scenario: Scenario, request: PlanRequest, clock: ClockReading, role: Role = .alone) {
    self.role = role
    opens = scenario.settings.opens
    run = ProgramRun(program: scenario.program, request: request, clock: clock)
    stages = Stages(scenario.settings, seed: request.seed, isOwn: role != .timeline)
    // It begins with the first step: heads, and what goes out with them, are each client's own.
    if role == .timeline { phase = .playing }
  }

  /// Whether a proxy may cut the connection while the stream is held open.
  package var mayBeCut: Bool { stages.cutTime != .max }

  /// The line of the scenario at which it computes.
  package var computingLine: Int { run.line }

  /// Performs everything that is due, in order, and says what comes next.
  ///
  /// Asked twice, it gives the same, and nothing is sent or moved by it. While the answer is `again`, no plan time has passed: the
  /// next call has the same `now`, unless time passed while it worked.
  ///
  /// - Parameters:
  ///   - now: counted from the first call that did not give `again`.
  ///   - clock: what the clocks show, for what is performed.
  package mutating func advance(
    to now: PlanTime, clock: ClockReading, meter: inout Meter, into writes: inout Writes
  ) -> Next {
    let next = performDue(now, clock, &meter, &writes)
    eventCount = run.evaluation.counter + injectedEvents - stages.lost
    weight = run.weight + stages.held + injections.weight
    if !pending.isEmpty { weight += pending.reduce(0) { $0 + $1.bytes.count } }
    if _search.isThere { weight += search?.weight ?? 0 }
    if _scout.isThere { weight += scout?.run.weight ?? 0 }
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
        if answer.isOfSteps, isPaused { return .hold(until: nil) }
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

  /// A time of the program as whoever plays the plan counts it.
  func at(_ time: PlanTime) -> Next { .at(time - min(time, resumedTime)) }

  /// The same for a time that may never come.
  func until(_ time: PlanTime) -> PlanTime? { time == .max ? nil : time - min(time, resumedTime) }

  /// A gate has been opened: the plan goes on from there.
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
      stages.heartbeat.reset(at: time)
    }
  }

  /// The server is shutting down: what has begun to leave leaves at once, and the body ends well.
  ///
  /// - Parameter words: go out in front of the end, if they begin a line.
  package mutating func drain(_ words: [UInt8], into writes: inout Writes) {
    switch phase {
    case .opening, .playing: stages.drain(words, step: max(step, 0), into: &writes)
    default: break
    }
    phase = .over(.complete)
  }
}
