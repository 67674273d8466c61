/// What a plan does between its head and its end.
extension Plan {
  /// Performs what is due.
  ///
  /// Of what is due at the same time, this comes first: a cut, waiting writes, overdue injections, steps, other injections, a heartbeat.
  mutating func play(
    to now: PlanTime, _ clock: ClockReading, _ meter: inout Meter, _ writes: inout Writes
  ) -> Next? {
    while true {
      let cut = stages.cutTime
      let waiting = stages.due
      let beat = waiting == .max && ending == nil ? stages.heartbeat.due : .max
      if waiting == .max, let since = computesSince, min(cut, beat) > since, min(cut, beat) <= now {
        // A cut or heartbeat that falls due while the steps compute does not wait for their result.
        if cut <= beat { return cutConnection() }
        sendHeartbeat(at: beat, &meter, &writes)
        continue
      }
      // Nothing is injected within an event that is being paced.
      let injection = waiting == .max && ending == nil ? injections.due(isRawOnly: isWithinEvent) : .max
      let isOverdue = injections.isOverdue && injection <= now
      let steps = waiting == .max && !isOverdue ? stepsTime(now, &meter) : .max
      let next = min(cut, waiting, min(steps, injection, beat))
      guard next <= now else { return rest(until: next) }
      if cut == next { return cutConnection() }
      let isComputing = steps == next && waiting != next && found == nil && ending == nil
      guard !meter.isSpent, !isComputing else {
        if isComputing, computesSince == nil { computesSince = now }
        injections.isOverdue = injection <= now
        return .again
      }
      if waiting == next {
        sendWaiting(to: min(now, cut - 1), &meter, &writes)
      } else if injection == next, steps != next {
        performInjection(at: next, &meter, &writes)
      } else if steps != next {
        sendHeartbeat(at: beat, &meter, &writes)
      } else if let ending {
        return end(ending.how)
      } else if let how = perform(at: next, to: min(now, injection), clock, &meter, &writes) {
        return end(how)
      } else if let signal = takeSignal() {
        return .signal(signal)
      }
    }
  }

  /// Returns when the steps' next output is due or, while that is unknown, the earliest time at which it can be due.
  ///
  /// The run plays ahead to its next output, or until the meter is spent, and then waits until plan time catches up.
  private mutating func stepsTime(_ now: PlanTime, _ meter: inout Meter) -> PlanTime {
    if let ending { return max(ending.time, stages.lastLeft) }
    guard gate == nil, !isOnHold, !isPaused else { return .max }
    let source = sourceTime(at: now)
    if found == nil, meter.work > 0, run.time <= source || restsAt != run.time {
      note(run.next(&meter.work))
      restsAt = found == nil ? run.time : nil
    }
    if found != nil || run.time > source { computesSince = nil }
    return max((found?.time ?? run.time).later(by: lag), stages.lastLeft)
  }

  /// Keeps an output of the program until it is due.
  mutating func note(_ output: ProgramRun.Output) {
    switch output {
    case .spent: found = nil
    case .silence(let since): found = Found(output: output, time: since, line: run.line)
    default:
      if output.isWrite { run.skipsEnds = false }
      found = Found(output: output, time: run.time, line: run.line)
    }
  }

  @inline(__always)
  private func rest(until time: PlanTime) -> Next {
    if let gate { return .gate(gate, until: until(time)) }
    return isOnHold || isPaused ? .idle(until: until(time)) : at(time)
  }

  private mutating func cutConnection() -> Next {
    line = 0
    return end(.truncate)
  }

  private mutating func end(_ how: Ending) -> Next {
    phase = .over(how)
    step += 1
    return .end(how)
  }

  // MARK: Performing

  private mutating func sendWaiting(to now: PlanTime, _ meter: inout Meter, _ writes: inout Writes) {
    let left = stages.send(to: now, &meter, into: &writes) { pace, random in run.pause(pace, &random) }
    meter.work -= run.takeSpent()
    // Later steps count their time from the last byte that was sent.
    if let left { run.advance(to: left - min(lag, left)) }
  }

  private mutating func sendHeartbeat(at time: PlanTime, _ meter: inout Meter, _ writes: inout Writes) {
    step += 1
    line = 0
    var piece = Piece(settings.heartbeatBytes, step: step, isUrgent: true)
    piece.key = time &* 2 &+ 1
    meter.charge(output: piece.bytes.count)
    meter.work -= 2 * stages.cost(of: piece.bytes.count)
    stages.enter(piece, at: max(time, stages.lastLeft), into: &writes)
  }

  /// Performs the output that is due.
  ///
  /// - Returns: how the stream ends, if it ends immediately.
  private mutating func perform(
    at time: PlanTime, to now: PlanTime, _ clock: ClockReading, _ meter: inout Meter, _ writes: inout Writes
  ) -> Ending? {
    guard let next = found else { return nil }
    found = nil
    line = next.line
    switch next.output {
    case .write(let block):
      if role == .alone, stages.areTransparent {
        sendDirect(block, at: time, to: now, clock, &meter, &writes)
      } else {
        send(block, at: time, clock, &meter, &writes)
      }
    case .rules(let rules): stages.rules = run.program.writeRules[rules]
    case .silence:
      stages.releaseEvents(at: time, into: &writes)
      stages.heartbeat.restart(at: run.time.later(by: lag))
    case .gate(let gate):
      stages.releaseEvents(at: time, into: &writes)
      reach(gate: gate, line: next.line)
    case .await(let gate, let slot):
      stages.releaseEvents(at: time, into: &writes)
      reach(gate: gate, line: next.line, taking: slot)
    case .signal(let number):
      step += 1
      do throws(PlanFailure) {
        signal = try run.signal(number)
      } catch {
        fail("line \(next.line): \(error.message)", at: time, &writes)
      }
      meter.work -= Self.signalCost + run.takeSpent()
    case .hold:
      stages.releaseEvents(at: time, into: &writes)
      step += 1
      isOnHold = true
    case .end(.complete):
      stages.finish(at: time, into: &writes)
      ending = (.complete, time)
    case .end(let how): return how
    case .respond:
      fail("line \(next.line): 'respond' comes after something has been sent", at: time, &writes)
    case .failure: fail("line \(next.line): \(run.failure)", at: time, &writes)
    case .spent: break
    }
    return nil
  }

  /// Units of work that a signal costs, because it wakes other streams.
  static let signalCost = 64

  mutating func takeSignal() -> Signal? {
    defer { signal = nil }
    return signal
  }

  /// - Parameter slot: the slot of the variable that takes the gate's value; -1 if none takes it; nil if the gate has no value.
  mutating func reach(gate number: Int, line: Int, taking slot: Int? = nil) {
    found = nil
    gate = run.program.gates[number]
    awaited = slot
    step += 1
    self.line = line
  }

  /// Sends a block through the stages.
  private mutating func send(
    _ block: Int, at time: PlanTime, _ clock: ClockReading, _ meter: inout Meter, _ writes: inout Writes
  ) {
    run.evaluation.clock = clock
    step += 1
    var bytes: [UInt8] = []
    do throws(PlanFailure) {
      try run.render(block, into: &bytes)
    } catch {
      meter.work -= run.takeSpent()
      return fail(error.message, at: time, &writes)
    }
    meter.work -= run.takeSpent() + stages.cost(of: bytes.count)
    meter.charge(output: bytes.count)
    if run.program.hasRaw { border.pass(bytes[...]) }
    var piece = Piece(run.program.blocks[block].kind, bytes, line: line, step: step, number: run.blocks)
    if role == .timeline { piece.id = run.id(of: block, in: bytes).map { Array($0) } }
    stages.take(piece, at: time, into: &writes)
    run.note(buffered: stages.buffered)
  }

  /// Ends the stream with a comment that gives the reason.
  mutating func fail(_ message: String, at time: PlanTime, _ writes: inout Writes) {
    stages.releaseEvents(at: time, into: &writes)
    let note = settings.format.note("the scenario stops here: \(message)", lineEnding: settings.lineEnding)
    step += 1
    stages.enter(Piece(note, line: line, step: step, isUrgent: true), at: time, into: &writes)
    stages.finish(at: time, into: &writes)
    ending = (.complete, time)
  }

  /// Ends the stream for a reason outside the scenario: with a comment, or with a 503 if nothing has been sent.
  package mutating func stop(_ reason: String) {
    switch phase {
    case .arriving, .searching, .beginning, .measuring, .head:
      search = nil
      scout = nil
      measure = nil
      refuse(PlainResponse(status: 503, text: "The scenario stops here: \(reason)"), at: resumedTime)
    case .playing where ending == nil:
      gate = nil
      isOnHold = false
      pausedAt = nil
      injections.removeAll()
      run.stop(reason)
      found = Found(output: .failure, time: 0, line: run.line)
    default: break
    }
  }
}
