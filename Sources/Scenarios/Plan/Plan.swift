import ServerSentEvents

/// What a scenario does for one request: timed actions, made one at a time as they are asked for.
///
/// A value: a copy goes on independently. `next` never blocks and never looks at a clock; after each `write` it gives, call
/// `render` once, when the write is performed. Random numbers are drawn in both, in an order that depends on nothing else.
public struct Plan: Sendable {
  private enum Phase {
    /// Going to the event that the client had last.
    case resuming
    /// Finding out what comes first, before the head.
    case beginning
    case head
    case opening
    case playing
    /// Only the end is left.
    case ending
    case over
  }

  private enum Writing {
    case nothing
    case opening
    case heartbeat
    case block(Int)
    case failure(String)
  }

  private struct Pending {
    var output: Engine.Output
    var time: UInt64
    var line: Int
  }

  private let settings: PlanSettings
  private var engine: Engine
  private var phase: Phase
  private var pending: Pending?
  private var writing = Writing.nothing
  private var lastSent: UInt64 = 0
  private var hasSentRetry = false
  private var hasSentBytes = false
  private var resumption: Resumption?

  /// The plan time at which the stream begins: 0, or that of the event after which a resumed plan goes on.
  ///
  /// Known when the head has been given; all times of actions count from the same zero.
  public private(set) var resumedTime: UInt64 = 0

  init(scenario: Scenario, request: PlanRequest, clock: ClockReading) {
    settings = scenario.settings
    engine = Engine(program: scenario.program, request: request, clock: clock)
    if let id = request.lastEventID, !id.isEmpty {
      resumption = Resumption(id: Array(id.utf8), engine: engine)
      phase = .resuming
    } else {
      phase = .beginning
    }
  }

  /// How many events were rendered, those that a resumed plan passed by among them.
  public var eventCount: Int { engine.evaluation.counter }

  /// What to send while a gate holds or the stream is held open, whenever nothing was sent for that long.
  public var heartbeat: Heartbeat? {
    settings.heartbeat.map {
      Heartbeat(interval: $0, bytes: Array(": keep-alive".utf8) + settings.lineEnding)
    }
  }

  /// The next action; nil after the last.
  public mutating func next() -> TimedAction? {
    while true {
      switch phase {
      case .resuming:
        guard resume() else { return TimedAction(time: 0, action: .pause, line: 0) }
        phase = .beginning
      case .beginning:
        guard let first = lookAhead() else { return TimedAction(time: resumedTime, action: .pause, line: 0) }
        if resumption?.isFound == true, case .end(.complete) = first.output {
          phase = .over
          return TimedAction(
            time: resumedTime, action: .respond(PlainResponse(status: 204, headers: [], body: [])),
            line: first.line)
        }
        phase = .head
      case .head:
        phase = .opening
        lastSent = resumedTime
        return TimedAction(time: resumedTime, action: .head(head), line: 0)
      case .opening:
        phase = .playing
        guard let first = lookAhead() else { return TimedAction(time: resumedTime, action: .pause, line: 0) }
        if settings.opens, !isWrite(first.output) || first.time > resumedTime {
          writing = .opening
          return TimedAction(time: resumedTime, action: .write(ownWrite: false), line: 0)
        }
      case .playing:
        guard let next = lookAhead() else {
          return TimedAction(time: engine.time, action: .pause, line: engine.line)
        }
        return play(next)
      case .ending:
        phase = .over
        return TimedAction(time: engine.time, action: .end(.complete), line: engine.line)
      case .over:
        return nil
      }
    }
  }

  /// Appends the bytes of the `write` that `next` gave last.
  public mutating func render(clock: ClockReading, into buffer: inout [UInt8]) {
    if settings.byteOrderMark, !hasSentBytes { EventEncoder().appendByteOrderMark(to: &buffer) }
    hasSentBytes = true
    switch writing {
    case .nothing: break
    case .opening:
      if settings.retry == nil { append(comment: "", to: &buffer) } else { appendRetry(to: &buffer) }
    case .heartbeat: append(comment: " keep-alive", to: &buffer)
    case .block(let block):
      engine.evaluation.clock = clock
      if engine.program.blocks[block].kind == .event { appendRetry(to: &buffer) }
      do throws(PlanFailure) {
        try engine.render(block, into: &buffer)
      } catch {
        append(failure: error.message, to: &buffer)
        phase = .ending
      }
    case .failure(let message): append(failure: message, to: &buffer)
    }
    writing = .nothing
  }

  // MARK: Playing

  private mutating func lookAhead() -> Pending? {
    if let pending { return pending }
    let output = engine.next()
    if case .pause = output { return nil }
    if isWrite(output) { engine.passesEnds = false }
    let found = Pending(output: output, time: engine.time, line: engine.line)
    pending = found
    return found
  }

  private func isWrite(_ output: Engine.Output) -> Bool {
    if case .write = output { true } else { false }
  }

  private mutating func play(_ next: Pending) -> TimedAction {
    if let interval = settings.heartbeat, next.time > lastSent, next.time - lastSent > interval {
      lastSent += interval
      writing = .heartbeat
      return TimedAction(time: lastSent, action: .write(ownWrite: false), line: 0)
    }
    pending = nil
    switch next.output {
    case .write(let block):
      lastSent = next.time
      writing = .block(block)
      return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
    case .end(let ending):
      phase = .over
      return TimedAction(time: next.time, action: .end(ending), line: next.line)
    case .hold:
      phase = .over
      return TimedAction(time: next.time, action: .hold, line: next.line)
    case .failure(let message):
      phase = .ending
      writing = .failure("line \(next.line): \(message)")
      return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
    case .pause:
      return TimedAction(time: next.time, action: .pause, line: next.line)
    }
  }

  // MARK: Resuming

  private mutating func resume() -> Bool {
    guard var search = resumption else { return true }
    resumption = nil
    let clock = engine.evaluation.clock
    let isOver = search.proceed(&engine)
    if isOver {
      resumedTime = engine.time
      lastSent = engine.time
      if search.isFound { engine.evaluation.clock = search.began }
    } else {
      engine.evaluation.clock = clock
    }
    resumption = search
    return isOver
  }

  private var head: ResponseHead {
    var head = ResponseHead()
    if let resumption {
      head.headers.append((name: "playground-resume", value: resumption.isFound ? "continued" : "unknown-id"))
    }
    return head
  }

  // MARK: Bytes

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
