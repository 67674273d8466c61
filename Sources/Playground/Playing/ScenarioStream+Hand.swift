import MicroHTTP
import Scenarios
import TextForms

extension ScenarioStream {
  /// Carries out the waiting commands; does nothing before the start of plan time is known.
  mutating func obey(at now: UInt64) {
    guard origin != nil, record.hasCommands.load(ordering: .acquiring) else { return }
    for command in record.takeCommands() {
      switch command {
      case .inject(let injection):
        if following != nil {
          following?.inject(injection, at: now)
        } else {
          plan.inject(injection, at: planTime(at: now))
        }
      case .pause: pause(at: now)
      case .freeze: freeze(at: now)
      case .resume: resume(at: now)
      }
    }
    injectionsLeft = -1
    settleHand()
  }

  private mutating func pause(at now: UInt64) {
    guard frozenAt == nil, !plan.isPaused, following?.isPaused != true else { return }
    recorder.hand(.pause, at: now)
    if following != nil { following?.pause(at: now) } else { plan.pause(at: planTime(at: now)) }
  }

  private mutating func freeze(at now: UInt64) {
    guard frozenAt == nil else { return }
    recorder.hand(.freeze, at: now)
    frozenAt = now
  }

  private mutating func resume(at now: UInt64) {
    guard frozenAt != nil || plan.isPaused || following?.isPaused == true else { return }
    recorder.hand(.resume, at: now)
    if let since = frozenAt {
      let stood = now - min(since, now)
      frozenAt = nil
      origin = origin.map { $0 &+ stood }
      following?.shift(by: stood)
    }
    if following != nil { following?.resume() } else { plan.resume(at: planTime(at: now)) }
  }

  /// Reports how much is still to be injected, and stores the IDs that were injected.
  mutating func settleHand() {
    let count = following?.injectionCount ?? plan.injections.count
    guard count != injectionsLeft || count > 0 else { return }
    for (id, place) in following?.takeInjectedIDs() ?? plan.takeInjectedIDs() {
      context.sessions.keep(id, at: place, of: record)
    }
    guard count != injectionsLeft else { return }
    injectionsLeft = count
    let bytes = following?.injectionWeight ?? plan.injections.weight
    record.hand.withLock { $0.settle(count: count, bytes: bytes) }
  }

  /// Units of work that a signal costs: about 25 microseconds, measured with each signal going to a different session.
  static let signalWork = Meter.turn.work / 20

  /// Passes a value to a gate of a session.
  mutating func send(_ signal: Signal, at now: UInt64) {
    guard let key = SessionKey(signal.session) else {
      let shown = signal.session.forSentence
      recorder.signal(signal, outcome: "refused: '\(shown)' is not a session's key", line: plan.line, at: now)
      context.log.notice(
        "stream \(record.id) of \(record.scenario): line \(plan.line): 'signal' needs a session's key of 1 to \(SessionKey.longest) letters, digits, '-' or '_', got '\(shown)'"
      )
      return
    }
    do throws(GateRefusal) {
      let opening = try context.sessions.open(
        signal.gate, value: signal.value ?? Signal.null, from: context.author, of: key, at: now)
      recorder.signal(
        signal, outcome: opening.isKept ? "kept" : "released \(opening.released.count)", line: plan.line,
        at: now)
    } catch {
      recorder.signal(signal, outcome: "refused: \(error.sentence(for: key))", line: plan.line, at: now)
      context.log.notice(
        "stream \(record.id) of \(record.scenario): line \(plan.line): 'signal' was refused: \(error.sentence(for: key))"
      )
    }
  }
}
