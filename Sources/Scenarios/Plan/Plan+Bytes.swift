import ServerSentEvents

/// The bytes of a plan's writes.
extension Plan {
  /// Appends the bytes of the `write` that `next` gave last; there may be none.
  public mutating func render(clock: ClockReading, into buffer: inout [UInt8]) {
    var runs = WrittenRuns()
    render(clock: clock, line: 0, into: &buffer, &runs)
  }

  private mutating func render(
    clock: ClockReading, line: Int, into buffer: inout [UInt8], _ runs: inout WrittenRuns
  ) {
    if case .part = writing {
      writing = .nothing
      buffer += outlet.takePart(&runs)
    } else if engine.writeRules == nil, outlet.isTransparent {
      let count = buffer.count
      append(clock: clock, to: &buffer)
      runs.add(line: line, length: buffer.count - count, writes: 1)
    } else {
      var isEvent = false
      if case .block(let block) = writing { isEvent = engine.program.blocks[block].kind != .comment }
      var bytes: [UInt8] = []
      append(clock: clock, to: &bytes)
      outlet.send(bytes, line: line, isEvent: isEvent, engine.writeRules)
    }
  }

  /// Appends the bytes of the `write` that `next` gave last, and those of the writes that follow it and are due by a time, until the
  /// buffer has so many bytes: the same as if `next` had given each of them, without what that costs.
  ///
  /// - Parameters:
  ///   - action: what `next` gave.
  ///   - time: plan time.
  ///   - runs: takes down which lines the bytes come from.
  public mutating func render(
    _ action: TimedAction, clock: ClockReading, dueBy time: UInt64, limit: Int, into buffer: inout [UInt8],
    _ runs: inout WrittenRuns
  ) {
    let isBlock = if case .block = writing { true } else { false }
    render(clock: clock, line: action.line, into: &buffer, &runs)
    guard isBlock, case .playing = phase, engine.writeRules == nil, outlet.isTransparent,
      settings.proxy == nil,
      settings.retry == nil || hasSentRetry
    else { return }
    renderOn(clock, dueBy: time, limit: limit, &buffer, &runs)
  }

  private mutating func renderOn(
    _ clock: ClockReading, dueBy time: UInt64, limit: Int, _ buffer: inout [UInt8], _ runs: inout WrittenRuns
  ) {
    let heartbeat = settings.heartbeat ?? .max
    var next = engine.next()
    while case .write(let block) = next, engine.time <= time, buffer.count < limit, engine.writeRules == nil,
      engine.time - lastBeat <= heartbeat
    {
      engine.passesEnds = false
      lastSent = engine.time
      lastBeat = engine.time
      writeTime = engine.time
      if let ahead = renderDirect(from: block, clock, most: limit - buffer.count, &buffer, &runs) {
        next = ahead
        continue
      }
      writing = .block(block)
      let (line, count) = (engine.line, buffer.count)
      append(clock: clock, to: &buffer)
      runs.add(line: line, length: buffer.count - count, writes: 1)
      guard case .playing = phase else { return }
      next = engine.next()
    }
    if case .pause = next { return }
    if next.isWrite { engine.passesEnds = false }
    pending = Pending(output: next, time: engine.time, line: engine.line)
  }

  /// Writes a block and those after it as long as they need no evaluation and wait for nothing, and gives what comes then;
  /// nil, and nothing has happened, if already the first is not so.
  private mutating func renderDirect(
    from first: Int, _ clock: ClockReading, most: Int, _ buffer: inout [UInt8], _ runs: inout WrittenRuns
  ) -> Engine.Output? {
    guard !engine.program.directBlocks[first].pieces.isEmpty else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.batch) { room -> Engine.Output? in
      var rest = room
      var next: Engine.Output? = nil
      var block = first
      let begun = engine.time
      var run = WrittenRuns.Run(line: engine.line, length: 0, writes: 0)
      engine.evaluation.clock = clock
      while let left = engine.renderDirect(block, into: rest) {
        run.length += rest.count - left.count
        run.writes += 1
        rest = left
        let output = engine.next()
        next = output
        guard case .write(let following) = output, engine.time == begun, engine.writeRules == nil,
          room.count - rest.count < most
        else { break }
        block = following
        let line = engine.line
        guard line != run.line else { continue }
        runs.add(line: run.line, length: run.length, writes: run.writes)
        run = WrittenRuns.Run(line: line, length: 0, writes: 0)
      }
      runs.add(line: run.line, length: run.length, writes: run.writes)
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<(room.count - rest.count)]))
      return next
    }
  }

  /// Bytes that are put together before they go to the buffer.
  private static let batch = 16_384

  /// The client's last event, if the scenario says that it is no longer known.
  var forgottenID: String? {
    guard case .forget = settings.resume, let id = engine.evaluation.request.lastEventID, !id.isEmpty else {
      return nil
    }
    return id
  }

  mutating func append(clock: ClockReading, to buffer: inout [UInt8]) {
    isPaced = false
    if settings.byteOrderMark, !hasSentBytes { EventEncoder().appendByteOrderMark(to: &buffer) }
    hasSentBytes = true
    lastBlock = nil
    switch writing {
    case .nothing, .part: break
    case .opening:
      if let id = forgottenID {
        append(comment: " the event \(Mistake.shortened(id)) is no longer known", to: &buffer)
      } else if settings.retry == nil, settings.opens {
        append(comment: "", to: &buffer)
      }
      appendRetry(to: &buffer)
    case .heartbeat(let beat):
      lastBeat = beat
      lastSent = beat
      writeTime = max(beat, writeTime)
      append(comment: " keep-alive", to: &buffer)
    case .block(let block):
      engine.evaluation.clock = clock
      if engine.program.blocks[block].kind == .event { appendRetry(to: &buffer) }
      // Direct writing does not note where the id stands, which the history of a shared timeline needs.
      if role != .timeline, appendDirect(block, to: &buffer) { break }
      do throws(PlanFailure) {
        try engine.render(block, into: &buffer)
        lastBlock = block
      } catch {
        append(failure: error.message, to: &buffer)
        phase = .ending
      }
    case .failure(let message): append(failure: message, to: &buffer)
    }
    writing = .nothing
  }

  private mutating func appendDirect(_ block: Int, to buffer: inout [UInt8]) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1_024) { room in
      guard let rest = engine.renderDirect(block, into: room) else { return false }
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<(room.count - rest.count)]))
      return true
    }
  }

  private func append(comment: String, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: ":"))
    buffer.append(contentsOf: comment.utf8)
    buffer.append(contentsOf: settings.lineEnding)
  }

  private mutating func appendRetry(to buffer: inout [UInt8]) {
    guard let retry = settings.retry, !hasSentRetry else { return }
    hasSentRetry = true
    buffer.append(contentsOf: "retry: \(retry)".utf8)
    buffer.append(contentsOf: settings.lineEnding)
  }

  private func append(failure message: String, to buffer: inout [UInt8]) {
    let line = message.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }
    append(comment: " the scenario stops here: " + String(String.UnicodeScalarView(line)), to: &buffer)
  }
}
