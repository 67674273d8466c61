import FieldValues

/// How a plan begins: the request is received, a returning client is taken to where it was, and the head is decided.
extension Plan {
  mutating func arrive() -> TimedAction? {
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
    let accepted = Acceptance.takes(
      coding: "gzip", acceptEncoding: engine.header("accept-encoding") ?? "")
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
      let headers =
        [(name: "content-type", value: "text/plain; charset=utf-8")]
        + (settings.cors?.headers(for: engine.evaluation.request) ?? [])
      let text = "This stream cannot be resumed.\n"
      return TimedAction(
        time: delay, action: .respond(PlainResponse(status: 410, headers: headers, body: Array(text.utf8))),
        line: 0)
    case .goOn, .gap, .duplicate:
      guard role == .alone else {
        engine.advance(to: delay)
        return nil
      }
      resumption = Resumption(id: Array(id.utf8), mode: settings.resume, engine: engine)
      phase = .resuming
    }
    return nil
  }

  mutating func resume() -> Bool {
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

  mutating func begin() -> TimedAction? {
    if role == .follower {
      phase = .head
      return nil
    }
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
    case .gate(let number) where !engine.program.answers.isEmpty:
      return hold(at: number, first)
    default:
      phase = .head
    }
    return nil
  }

  private mutating func respond(_ number: Int) -> Action {
    do throws(PlanFailure) {
      engine.evaluation.begin()
      var response = try engine.response(engine.program.answers[number])
      response.headers += settings.cors?.headers(for: engine.evaluation.request) ?? []
      return .respond(response)
    } catch {
      let headers =
        [(name: "content-type", value: "text/plain; charset=utf-8")]
        + (settings.cors?.headers(for: engine.evaluation.request) ?? [])
      let text = "The scenario cannot answer: \(error.message)\n"
      return .respond(PlainResponse(status: 500, headers: headers, body: Array(text.utf8)))
    }
  }

  /// What `Content-Length` must say: the plan is played to its end on a copy.
  func bodyLength() -> UInt64? {
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
}
