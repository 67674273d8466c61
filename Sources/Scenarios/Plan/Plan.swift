import ServerSentEvents

/// What a scenario does for one request: timed actions, made one at a time as they are asked for.
///
/// A value: a copy goes on independently. `next` never blocks and never looks at a clock; after each `write` it gives, call
/// `render` once, when the write is performed. Random numbers are drawn in both, in an order that depends on nothing else.
public struct Plan: Sendable {
  enum Phase {
    case arriving
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

  enum Writing {
    case nothing
    case opening
    case heartbeat
    case block(Int)
    case failure(String)
    /// Bytes that went through a proxy or were cut.
    case part
  }

  struct Pending {
    var output: Engine.Output
    var time: UInt64
    var line: Int
  }

  var engine: Engine
  var phase = Phase.arriving
  var pending: Pending?
  var writing = Writing.nothing
  var head = ResponseHead()
  var framing: AnswerTemplate.Framing?
  var outlet: Outlet
  var resumption: Resumption?
  /// When the last bytes were sent.
  var lastSent: UInt64 = 0
  /// When the bytes that are being sent were due, or the last of their parts.
  private var writeTime: UInt64 = 0
  /// From when on the time to the next heartbeat counts.
  var lastBeat: UInt64 = 0
  /// How long the head is waited for.
  private var delay: UInt64 = 0
  private var gate: String?
  /// Whether what was held back for the end has been let go.
  private var isFinished = false
  private var hasSentRetry = false
  private var hasSentBytes = false

  /// The plan time at which the stream begins: 0, or that of the event after which a resumed plan goes on.
  ///
  /// Known when `next` has given anything but a pause; all times of actions count from the same zero.
  public internal(set) var resumedTime: UInt64 = 0

  private var settings: PlanSettings { engine.program.settings }

  init(scenario: Scenario, request: PlanRequest, clock: ClockReading) {
    engine = Engine(
      program: scenario.program, request: request, clock: clock, writeRules: scenario.settings.write)
    outlet = Outlet(nil, isEncoding: false)
  }

  /// How many events were rendered, those that a resumed plan passed by among them.
  public var eventCount: Int { engine.evaluation.counter }

  /// What to send while a gate holds or the stream is held open, whenever nothing was sent for that long.
  ///
  /// Nil where heartbeats are off, and behind a proxy that would hold or encode them.
  public var heartbeat: Heartbeat? {
    guard let interval = settings.heartbeat, outlet.isTransparent else { return nil }
    return Heartbeat(interval: interval, bytes: Array(": keep-alive".utf8) + settings.lineEnding)
  }

  /// The next action; nil after the last. While a gate holds, that gate.
  public mutating func next() -> TimedAction? {
    while true {
      switch phase {
      case .arriving:
        if let answer = arrive() { return answer }
      case .resuming:
        guard resume() else { return TimedAction(time: 0, action: .pause, line: 0) }
        phase = .beginning
        engine.advance(to: resumedTime &+ delay)
      case .beginning:
        if let action = begin() { return action }
      case .head:
        phase = .opening
        lastSent = engineStart
        lastBeat = engineStart
        if case .rightLength = framing { head.framing = bodyLength().map { .length($0) } ?? .chunked }
        return TimedAction(time: engineStart, action: .head(head), line: 0)
      case .opening:
        phase = .playing
        if settings.opens, let first = pending,
          !isWrite(first.output) || first.time > engineStart || forgottenID != nil
        {
          writing = .opening
          writeTime = engineStart
          return TimedAction(time: engineStart, action: .write(ownWrite: false), line: 0)
        }
      case .playing:
        if let action = play() { return action }
      case .ending:
        if !isFinished {
          isFinished = true
          outlet.finish(engine.writeRules)
        }
        if outlet.hasParts { return part() }
        phase = .over
        return TimedAction(time: max(engine.time, writeTime), action: .end(.complete), line: engine.line)
      case .over:
        return nil
      }
    }
  }

  /// Appends the bytes of the `write` that `next` gave last; there may be none.
  public mutating func render(clock: ClockReading, into buffer: inout [UInt8]) {
    if case .part = writing {
      writing = .nothing
      buffer += outlet.takePart()
    } else if engine.writeRules == nil, outlet.isTransparent {
      append(clock: clock, to: &buffer)
    } else {
      var isEvent = false
      if case .block(let block) = writing { isEvent = engine.program.blocks[block].kind != .comment }
      var bytes: [UInt8] = []
      append(clock: clock, to: &bytes)
      outlet.send(bytes, isEvent: isEvent, engine.writeRules)
    }
  }

  /// A gate that `next` gave has been opened: the plan goes on from there.
  ///
  /// - Parameter time: plan time.
  public mutating func open(gate name: String, at time: UInt64) {
    guard gate == name else { return }
    gate = nil
    pending = nil
    engine.advance(to: time)
    lastSent = max(lastSent, time)
    lastBeat = max(lastBeat, time)
  }

  // MARK: Beginning

  private var engineStart: UInt64 { resumedTime &+ delay }

  private mutating func arrive() -> TimedAction? {
    let (reception, delay) = engine.receive(settings)
    self.delay = delay
    switch reception {
    case .answer(let response):
      phase = .over
      return TimedAction(time: delay, action: .respond(response), line: 0)
    case .reset:
      phase = .over
      return TimedAction(time: delay, action: .end(.reset), line: 0)
    case .stream(let head, let framing):
      self.head = head
      self.framing = framing
      installProxy()
      return prepareResuming()
    }
  }

  private mutating func installProxy() {
    guard let proxy = settings.proxy else { return }
    let asked = head.headers.last { $0.name == "x-accel-buffering" }?.value.lowercased()
    if proxy.heedsAccelBuffering, asked != "yes" { return }
    let accepted = engine.header("accept-encoding")?.lowercased().contains("gzip") ?? false
    outlet = Outlet(proxy, isEncoding: accepted)
    if proxy.encoding != nil { head.headers.append((name: "vary", value: "accept-encoding")) }
    if accepted, proxy.encoding != nil { head.headers.append((name: "content-encoding", value: "gzip")) }
  }

  private mutating func prepareResuming() -> TimedAction? {
    phase = .beginning
    guard let id = engine.evaluation.request.lastEventID, !id.isEmpty else {
      engine.advance(to: delay)
      return nil
    }
    switch settings.resume {
    case .restart, .forget:
      engine.advance(to: delay)
      let value = if case .restart = settings.resume { "restarted" } else { "forgotten" }
      head.headers.append((name: "playground-resume", value: value))
    case .refuse:
      phase = .over
      let type = (name: "content-type", value: "text/plain; charset=utf-8")
      let text = "This stream cannot be resumed.\n"
      return TimedAction(
        time: delay, action: .respond(PlainResponse(status: 410, headers: [type], body: Array(text.utf8))),
        line: 0)
    case .goOn, .gap, .duplicate:
      resumption = Resumption(id: Array(id.utf8), mode: settings.resume, engine: engine)
      phase = .resuming
    }
    return nil
  }

  private mutating func resume() -> Bool {
    guard var search = resumption else { return true }
    resumption = nil
    let isOver = search.proceed(&engine)
    if isOver {
      resumedTime = engine.time
      engine.evaluation.clock = search.began
      head.headers.append((name: "playground-resume", value: search.isFound ? "continued" : "unknown-id"))
    }
    resumption = search
    return isOver
  }

  private mutating func begin() -> TimedAction? {
    guard let first = lookAhead() else { return TimedAction(time: engineStart, action: .pause, line: 0) }
    switch first.output {
    case .respond(let number):
      phase = .over
      return TimedAction(time: first.time, action: respond(number), line: first.line)
    case .end(.complete) where resumption?.isFound == true:
      phase = .over
      let nothing = PlainResponse(
        status: 204, headers: settings.cors?.headers(for: engine.evaluation.request) ?? [], body: [])
      return TimedAction(time: engineStart, action: .respond(nothing), line: first.line)
    case .silence where !engine.program.answers.isEmpty:
      pending = nil
    case .gate(let name) where !engine.program.answers.isEmpty:
      gate = name
      return TimedAction(time: first.time, action: .gate(name), line: first.line)
    default:
      phase = .head
    }
    return nil
  }

  private mutating func respond(_ number: Int) -> Action {
    do throws(PlanFailure) {
      var response = try engine.response(engine.program.answers[number])
      response.headers += settings.cors?.headers(for: engine.evaluation.request) ?? []
      return .respond(response)
    } catch {
      let type = (name: "content-type", value: "text/plain; charset=utf-8")
      let text = "The scenario cannot answer: \(error.message)\n"
      return .respond(PlainResponse(status: 500, headers: [type], body: Array(text.utf8)))
    }
  }

  /// What `Content-Length` must say: the plan is played to its end on a copy.
  private func bodyLength() -> UInt64? {
    var copy = self
    var count: UInt64 = 0
    var buffer: [UInt8] = []
    for _ in 0..<200_000 {
      guard let action = copy.next() else { return count }
      switch action.action {
      case .write:
        buffer.removeAll(keepingCapacity: true)
        copy.render(clock: copy.engine.evaluation.clock, into: &buffer)
        count += UInt64(buffer.count)
      case .gate(let name): copy.open(gate: name, at: action.time)
      case .hold: return nil
      default: continue
      }
    }
    return nil
  }

  /// The client's last event, if the scenario says that it is no longer known.
  private var forgottenID: String? {
    guard case .forget = settings.resume, let id = engine.evaluation.request.lastEventID, !id.isEmpty else {
      return nil
    }
    return id
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

  private mutating func play() -> TimedAction? {
    if outlet.hasParts { return part() }
    guard var next = lookAhead() else {
      return TimedAction(time: engine.time, action: .pause, line: engine.line)
    }
    next.time = max(next.time, writeTime)
    let isOpenEnded = if case .hold = next.output { true } else { false }
    let due =
      if case .silence(let since) = next.output { since } else { isOpenEnded ? UInt64.max : next.time }
    let beat = settings.heartbeat.map { lastBeat &+ $0 } ?? .max
    if let cut = cutTime(), cut <= next.time || isOpenEnded, cut <= beat {
      phase = .over
      return TimedAction(time: cut, action: .end(.truncate), line: 0)
    }
    // While the stream is held open it is the player that sends heartbeats, unless they count for a cut.
    if beat < due, !isOpenEnded || cutTime() != nil {
      lastBeat = beat
      lastSent = beat
      writing = .heartbeat
      writeTime = max(beat, writeTime)
      return TimedAction(time: writeTime, action: .write(ownWrite: false), line: 0)
    }
    return perform(next)
  }

  /// When a proxy cuts the connection if nothing is sent before.
  private func cutTime() -> UInt64? {
    guard let proxy = settings.proxy else { return nil }
    let idle = proxy.idle.map { lastSent &+ $0 }
    let age = proxy.maxAge.map { engineStart &+ $0 }
    return [idle, age].compactMap(\.self).min()
  }

  private mutating func perform(_ next: Pending) -> TimedAction? {
    if case .end(.complete) = next.output, !isFinished {
      isFinished = true
      outlet.finish(engine.writeRules)
      return nil
    }
    if case .gate(let name) = next.output {
      gate = name
      return TimedAction(time: next.time, action: .gate(name), line: next.line)
    }
    pending = nil
    switch next.output {
    case .write(let block):
      lastSent = next.time
      lastBeat = next.time
      writeTime = next.time
      writing = .block(block)
      return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
    case .end(let ending):
      phase = .over
      return TimedAction(time: next.time, action: .end(ending), line: next.line)
    case .hold:
      phase = .over
      return TimedAction(time: next.time, action: .hold, line: next.line)
    case .silence:
      lastBeat = next.time
      return nil
    case .respond:
      return fail("'respond' comes after something has been sent", next)
    case .failure(let message):
      return fail(message, next)
    case .gate, .pause:
      return nil
    }
  }

  private mutating func fail(_ message: String, _ next: Pending) -> TimedAction {
    phase = .ending
    writeTime = next.time
    writing = .failure("line \(next.line): \(message)")
    return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
  }

  /// A write that is ready.
  private mutating func part() -> TimedAction {
    if isPaced, let pace = engine.writeRules?.pace, let time = try? engine.duration(pace) {
      writeTime = writeTime &+ time
    }
    isPaced = true
    if pending == nil { engine.advance(to: writeTime) }
    lastSent = writeTime
    lastBeat = max(lastBeat, writeTime)
    writing = .part
    return TimedAction(time: writeTime, action: .write(ownWrite: true), line: engine.line)
  }

  /// Whether the next part follows another of the same bytes.
  private var isPaced = false

  // MARK: Bytes

  private mutating func append(clock: ClockReading, to buffer: inout [UInt8]) {
    isPaced = false
    if settings.byteOrderMark, !hasSentBytes { EventEncoder().appendByteOrderMark(to: &buffer) }
    hasSentBytes = true
    switch writing {
    case .nothing, .part: break
    case .opening:
      if let id = forgottenID {
        append(comment: " the event \(Mistake.shortened(id)) is no longer known", to: &buffer)
      } else if settings.retry == nil {
        append(comment: "", to: &buffer)
      }
      appendRetry(to: &buffer)
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
