import FieldValues
import ServerSentEvents

/// A copy of the run that plays ahead, before the head is sent, to find its first output.
struct Scout: Sendable {
  var run: ProgramRun
  /// Units of work it has taken so far.
  private var work = 0
  /// The index of the write rules that a step set last; nil if none did.
  private(set) var rules: Int?
  /// Whether it skipped a silence, which the stream must still observe.
  private(set) var hasPassedSilence = false

  init(_ run: ProgramRun) { self.run = run }

  /// Returns the first output; `spent` if finding it takes too long, nil if it needs another turn.
  ///
  /// It may use the whole allowance while a `respond` step can still replace the head; otherwise, one turn.
  mutating func look(_ meter: inout Meter, allowance: Int) -> ProgramRun.Output? {
    while true {
      let left = (run.mayRespond ? allowance : min(allowance, Meter.turn.work)) - work
      guard left > 0 else { return .spent }
      guard meter.work > 0 else { return nil }
      let turn = min(left, meter.work)
      var rest = turn
      let output = run.next(&rest)
      work += turn - rest
      meter.work -= turn - rest
      switch output {
      case .spent: continue
      case .rules(let number): rules = number
      case .silence where run.mayRespond: hasPassedSilence = true
      default: return output
      }
    }
  }
}

/// How a plan begins: the request is checked, a returning client is taken to where it left off, and the head is decided.
extension Plan {
  mutating func arrive(_ meter: inout Meter) {
    let (reception, delay) = run.receive(settings, &meter.work)
    self.delay = delay
    switch reception {
    case .answer(let response, let line): answer(.response(response), at: delay, line: line)
    case .reset(let line): answer(.reset, at: delay, line: line)
    case .stream(let head, let framing, let steps):
      self.head = head
      sayFormat()
      self.framing = framing
      if let steps { play(steps) }
      installProxy()
      prepareResuming()
    }
  }

  private mutating func installProxy() {
    guard var proxy = settings.proxy else { return }
    let asked = head.headers.last { $0.name.lowercased() == "x-accel-buffering" }?.value.lowercased()
    if proxy.heedsAccelBuffering, asked != "yes" {
      guard proxy.idle != nil || proxy.maxAge != nil else { return }
      (proxy.buffering, proxy.encoding) = (nil, nil)
    }
    let accepted = Acceptance.takes(coding: "gzip", acceptEncoding: run.header("accept-encoding") ?? "")
    stages.install(proxy, isEncoding: accepted)
    guard proxy.encoding != nil else { return }
    if !head.omitted.contains("vary") { head.headers.append((name: "vary", value: "accept-encoding")) }
    if accepted { head.fill("content-encoding", "gzip") }
  }

  /// Names a format other than an event stream: to clients in `Content-Type`, unless the scenario sets that field, and to
  /// the playground's own readers in `Playground-Format`.
  private mutating func sayFormat() {
    guard let type = settings.format.contentType else { return }
    head.fill("content-type", type)
    head.fill("playground-format", settings.format.rawValue)
  }

  /// Plays the steps of an entry of `attempts`.
  private mutating func play(_ steps: AnswerTemplate.Steps) {
    attemptLine = steps.line
    opens = steps.opens
    stages.heartbeat = IdleTimer(limit: steps.heartbeat)
    run.enter(at: steps.entry)
  }

  private mutating func prepareResuming() {
    defer { if case .beginning = phase { beginSteps() } }
    phase = .beginning
    // Only event streams have IDs to resume after.
    guard settings.format == .eventStream, let id = run.evaluation.request.lastEventID, !id.isEmpty else {
      return
    }
    guard attemptLine == nil else {
      return head.fill("playground-resume", "restarted")
    }
    switch settings.resume {
    case .restart: head.fill("playground-resume", "restarted")
    case .forget: head.fill("playground-resume", "forgotten")
    case .refuse:
      refuse(PlainResponse(status: 410, text: "This stream cannot be resumed."), at: delay, origin: .resume)
    case .goOn, .gap, .duplicate:
      guard role == .alone else { return }
      guard !run.evaluation.request.isOfUnknownRun else {
        return head.fill("playground-resume", "unknown-id")
      }
      search = ResumptionSearch(
        id: Array(id.utf8), mode: settings.resume, place: run.evaluation.request.lastPlace, run: run,
        stages: stages, allowance: allowance)
      phase = .searching
    }
  }

  /// Makes the steps begin when the head is due.
  private mutating func beginSteps() {
    start = resumedTime.later(by: delay)
    run.begin(at: start, delayedBy: delay)
  }

  /// - Returns: whether the search is over.
  mutating func goOnSearching(_ meter: inout Meter) -> Bool {
    // Taken out of the plan, so that it is changed in place and not copied.
    guard var search else { return true }
    self.search = nil
    guard search.isOver || search.proceed(&meter) else {
      self.search = search
      return false
    }
    let own = run.evaluation
    run = search.run
    run.evaluation.adopt(own)
    stages.rules = search.rules
    stages.faults = search.faults
    pending = search.pending
    resumedTime = run.time
    head.fill("playground-resume", search.isFound ? "continued" : "unknown-id")
    hasResumed = search.isFound
    phase = .beginning
    beginSteps()
    return true
  }

  /// Finds the first output, which decides the head.
  mutating func begin(at time: PlanTime, _ meter: inout Meter) -> Next? {
    guard role == .alone else {
      opensWithLine = true
      phase = .head
      return nil
    }
    // Nothing else is due before the head.
    if let gate { return .gate(gate, until: nil) }
    if let found {
      switch found.output {
      case .gate, .await, .signal:
        if isPaused { return .idle(until: nil) }
        let due = found.time.later(by: lag)
        guard due <= time else { return at(due) }
        return reach(found, &meter)
      default: break
      }
    }
    var scout = scout ?? Scout(run)
    self.scout = nil
    guard let output = scout.look(&meter, allowance: allowance) else {
      self.scout = scout
      return .again
    }
    let found = Found(output: output, time: scout.run.time, line: scout.run.line)
    switch output {
    case .respond(let number) where pending.isEmpty:
      run = scout.run
      answer(.step(number), at: found.time, line: found.line)
    case .end(.complete) where hasResumed && pending.isEmpty && stages.faults.buffered == 0:
      refuse(
        PlainResponse(status: 204, headers: [], body: []), at: start, line: found.line, origin: .resume)
    case .gate where scout.run.mayRespond && pending.isEmpty,
      .await where scout.run.mayRespond && pending.isEmpty,
      .signal where scout.run.mayRespond && pending.isEmpty:
      adopt(scout, found)
    default:
      let isDue = !pending.isEmpty || (output.isWrite && found.time <= start)
      opensWithLine = opens && (!isDue || forgottenID != nil)
      // Pending events are sent first, and the steps count from their last byte; so the run is not adopted.
      if !scout.hasPassedSilence, pending.isEmpty { adopt(scout, found) }
      if case .rightLength = framing { phase = .measuring } else { phase = .head }
    }
    return nil
  }

  /// Performs a gate or a signal that comes before the head is decided.
  private mutating func reach(_ found: Found, _ meter: inout Meter) -> Next? {
    self.found = nil
    switch found.output {
    case .gate(let number): reach(gate: number, line: found.line)
    case .await(let number, let slot): reach(gate: number, line: found.line, taking: slot)
    case .signal(let number):
      step += 1
      line = found.line
      defer { meter.work -= Self.signalCost + run.takeSpent() }
      do throws(PlanFailure) {
        return .signal(try run.signal(number))
      } catch {
        refuse(PlainResponse(failure: error.message), at: found.time, line: found.line)
      }
    default: break
    }
    return nil
  }

  /// Continues from where the scout is.
  private mutating func adopt(_ scout: Scout, _ found: Found) {
    run = scout.run
    if let rules = scout.rules { stages.rules = run.program.writeRules[rules] }
    switch found.output {
    case .spent: break
    case .write:
      run.skipsEnds = false
      self.found = found
    case .silence(let since): self.found = Found(output: found.output, time: since, line: found.line)
    default: self.found = found
    }
  }

  /// The client's last event ID, if `resume: forget` treats its event as unknown.
  private var forgottenID: String? {
    guard case .forget = settings.resume, attemptLine == nil, let id = run.evaluation.request.lastEventID,
      !id.isEmpty
    else {
      return nil
    }
    return id
  }

  /// Sends what goes out with the head: the opening line, if there is one, and pending events.
  mutating func open(_ meter: inout Meter, into writes: inout Writes) {
    phase = role == .follower ? .following : .playing
    defer { sendPending(&meter, into: &writes) }
    guard opensWithLine else { return }
    step += 1
    line = 0
    let comment: String? =
      if let id = forgottenID {
        "the event \(Mistake.shortened(id)) is no longer known"
      } else if settings.retry == nil, opens {
        ""
      } else {
        nil
      }
    let count = writes.bytes.count
    defer { meter.charge(output: writes.bytes.count - count) }
    var opening: [UInt8] = []
    if let comment { EventEncoder(lineEnding: settings.lineEnding).appendComment(comment, to: &opening) }
    stages.open(with: opening, step: step, at: start, into: &writes)
  }

  /// Sends the events that faults released together with the client's last event, after it.
  private mutating func sendPending(_ meter: inout Meter, into writes: inout Writes) {
    for var piece in pending {
      step += 1
      line = piece.runs.first?.line ?? 0
      piece.runs = WrittenRuns(WrittenRuns.Run(line: line, step: step, length: piece.bytes.count))
      meter.charge(output: piece.bytes.count)
      stages.enter(piece, at: start, into: &writes)
    }
    pending = []
  }
}
