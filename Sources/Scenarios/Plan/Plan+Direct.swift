import ServerSentEvents

/// Blocks that no stage would change are rendered straight into the stream's buffer.
extension Plan {
  /// The number of bytes collected before they are copied to the stream's buffer.
  private static let batch = 16_384

  /// Sends a block, and the following blocks that are due.
  mutating func sendDirect(
    _ first: Int, at begun: PlanTime, to now: PlanTime, _ clock: ClockReading, _ meter: inout Meter,
    _ writes: inout Writes
  ) {
    var block = first
    var time = begun
    while true {
      run.evaluation.clock = clock
      let count = writes.bytes.count
      guard let next = renderDirect(from: block, &meter, &writes) ?? render(block, at: time, &meter, &writes)
      else { return }
      if writes.bytes.count > count {
        let last = writes.bytes[writes.bytes.count - 1]
        stages.bypass(at: time, endsLine: last.isLineEnd)
        if run.program.hasRaw { border.pass(writes.bytes[count...]) }
      }
      time = max(run.time.later(by: lag), stages.lastLeft)
      guard case .write(let following) = next, time <= now, time <= stages.heartbeat.due, !meter.isSpent
      else {
        return note(next)
      }
      run.skipsEnds = false
      block = following
    }
  }

  /// Renders a block and returns what comes next; nil if rendering failed, which ends the plan.
  private mutating func render(
    _ block: Int, at time: PlanTime, _ meter: inout Meter, _ writes: inout Writes
  ) -> ProgramRun.Output? {
    let count = writes.bytes.count
    line = run.line
    step += 1
    do throws(PlanFailure) {
      try run.render(block, into: &writes.bytes)
    } catch {
      meter.work -= run.takeSpent()
      fail(error.message, at: time, &writes)
      return nil
    }
    meter.work -= run.takeSpent()
    meter.charge(output: writes.bytes.count - count)
    writes.note(WrittenRuns.Run(line: line, step: step, length: writes.bytes.count - count))
    return meter.isSpent ? .spent : run.next(&meter.work)
  }

  /// Renders a block and those after it, as long as they need no evaluation and no time passes, and returns what
  /// comes next; nil, with nothing changed, if the first block needs evaluation.
  private mutating func renderDirect(
    from first: Int, _ meter: inout Meter, _ writes: inout Writes
  ) -> ProgramRun.Output? {
    guard !run.program.directBlocks[first].pieces.isEmpty else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.batch) { room in
      var rest = room
      var next: ProgramRun.Output?
      var block = first
      var work = meter.work
      let begun = run.time
      var written = WrittenRuns.Run(line: run.line, step: step + 1, steps: 0, length: 0)
      while let left = run.renderDirect(block, into: rest) {
        written.length += rest.count - left.count
        written.steps += 1
        rest = left
        work -= Meter.block
        let output = run.next(&work)
        next = output
        guard case .write(let following) = output, run.time == begun, room.count - rest.count < meter.bytes
        else { break }
        block = following
        let line = run.line
        guard line != written.line else { continue }
        step += written.steps
        writes.note(written)
        written = WrittenRuns.Run(line: line, step: step + 1, steps: 0, length: 0)
      }
      step += written.steps
      line = written.line
      writes.note(written)
      let count = room.count - rest.count
      writes.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
      meter.work = work - count >> 6
      meter.bytes -= count
      return next
    }
  }
}
