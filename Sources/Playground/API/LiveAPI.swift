import MicroHTTP
import Scenarios
import TextForms
import Platform

/// `/api/streams`: controls streams by hand while they play.
///
///     POST /api/streams/inject?session=KEY    {"event":"chat","data":"Hello"}
///     POST /api/streams/pause?scenario=counter
///     POST /api/streams/cut?all=true
///
/// A participant can control only their own streams; the presenter can control all.
struct LiveAPI: RouteGroup {
  /// The most streams that a response names.
  private static let listed = 100

  let sessions: SessionRegistry
  let timelines: Timelines
  /// The room in which to find participants by name; nil if no room is open.
  let room: Room?

  var routes: [Route] {
    LiveVerb.allCases.map { verb in
      Route(
        .post, "/api/streams/\(verb.rawValue)", bodyLimit: verb.bodyLimit, contentTypes: Route.json
      ) { call in
        // Off the event loop: there may be thousands of streams to reach.
        .later {
          do throws(Refusal) { return try perform(verb, call) } catch { return error.result }
        }
      }
    }
  }

  private func perform(_ verb: LiveVerb, _ call: Route.Call) throws(Refusal) -> HTTPResult {
    let target = try LiveTarget(call, room)
    try check(target, call.ownership)
    if case .timeline(let name) = target { return try perform(verb, call, onTimelinesOf: name, target) }
    // Streams of others are treated as missing, so that the response does not reveal which ones exist.
    let streams = sessions.streams(of: target).filter { call.ownership.mayUse(session: $0.session) }
    if verb == .gate { return try open(call, target, streams) }
    guard !streams.isEmpty else { throw Refusal(.notFound, target.nobody) }
    if let ending = verb.ending {
      sessions.end(streams, ending)
      return answer(verb, streams, reached: streams.count, refused: 0)
    }
    let (reached, refused) = sessions.post(try verb.command(call), to: streams)
    guard reached > 0 else { throw Self.full }
    return answer(verb, streams, reached: reached, refused: refused)
  }

  /// - Throws: 403 if the target may include streams of others.
  private func check(_ target: LiveTarget, _ ownership: Ownership) throws(Refusal) {
    if ownership.role == .presenter { return }
    switch target {
    case .stream: return
    case .session(let key): if !ownership.mayUse(session: key) { throw .otherSession }
    case .scenario, .timeline, .participant, .everybody:
      throw Refusal(
        .forbidden,
        "This would reach others' streams, which is the presenter's to do. Name one of your own by ?session=KEY or ?stream=ID."
      )
    }
  }

  private static let full = Refusal(
    .conflict,
    "Too much is to be sent by hand already: \(StreamHand.countLimit) injections, or 1 MiB, in a stream.")

  private func answer(_ verb: LiveVerb, _ streams: [StreamRecord], reached: Int, refused: Int) -> HTTPResult {
    .json([
      "verb": .string(verb.rawValue), "reached": .int(reached), "refused": .int(refused),
      "streams": .array(streams.prefix(Self.listed).map { .string($0.id.description) }),
    ])
  }

  private func perform(
    _ verb: LiveVerb, _ call: Route.Call, onTimelinesOf name: String, _ target: LiveTarget
  ) throws(Refusal) -> HTTPResult {
    if verb == .gate { throw Refusal(.badRequest, "A shared timeline has no gates.") }
    let running = timelines.running(name)
    guard !running.isEmpty else { throw Refusal(.notFound, target.nobody) }
    var reached = 0
    if let ending = verb.ending {
      for timeline in running { timeline.end(ending) }
      reached = running.count
    } else {
      let command = try verb.command(call)
      for timeline in running where timelines.post(command, to: timeline, at: Monotonic.now) { reached += 1 }
    }
    guard reached > 0 else { throw Self.full }
    return .json([
      "verb": .string(verb.rawValue), "reached": .int(reached), "refused": .int(running.count - reached),
      "followers": .int(running.reduce(0) { $0 + $1.clients }),
    ])
  }

  // MARK: Gates

  private func open(_ call: Route.Call, _ target: LiveTarget, _ streams: [StreamRecord]) throws(Refusal)
    -> HTTPResult
  {
    let gate = try call.query("gate").map(call.gateName)
    if gate == nil, !call.request.body.isEmpty {
      throw Refusal(.badRequest, "A value goes to one gate: name it, '?gate=…'.")
    }
    let value = try call.gateValue()
    let now = Monotonic.now
    var released: [StreamID] = []
    var isKept = false
    switch target {
    case .stream:
      for stream in streams {
        do throws(GateRefusal) {
          if try sessions.open(gate, value: value, only: stream, at: now, among: call.ownSessions) {
            released.append(stream.id)
          }
        } catch {
          throw .gate(error, of: stream.session)
        }
      }
      if streams.isEmpty { throw Refusal(.notFound, target.nobody) }
      if released.isEmpty { throw Refusal(.conflict, "The stream does not wait at that gate.") }
    default:
      var keys = Set(streams.map(\.session))
      if case .session(let key) = target { keys = [key] }
      if keys.isEmpty { throw Refusal(.notFound, target.nobody) }
      for key in keys.sorted(by: { $0.description < $1.description }) {
        do throws(GateRefusal) {
          let opening = try sessions.open(gate, value: value, of: key, at: now, among: call.ownSessions)
          released += opening.released
          isKept = isKept || opening.isKept
        } catch {
          throw .gate(error, of: key)
        }
      }
    }
    return .json([
      "verb": "gate", "gate": JSONValue(gate), "reached": .int(released.count), "kept": .bool(isKept),
      "streams": .array(released.prefix(Self.listed).map { .string($0.description) }),
    ])
  }
}

extension LiveVerb {
  fileprivate var ending: StreamEnding? {
    switch self {
    case .end: .complete
    case .cut: .truncate
    case .reset: .reset
    default: nil
    }
  }

  fileprivate var bodyLimit: Int {
    switch self {
    // Far above `Injection.textLimit`, because JSON may escape every character.
    case .inject: Injection.rawLimit
    case .gate: Signal.valueLimit
    default: 1_024
    }
  }

  fileprivate func command(_ call: Route.Call) throws(Refusal) -> StreamHand.Command {
    switch self {
    case .inject:
      do throws(Injection.Invalid) {
        return .inject(try Injection(json: call.request.body))
      } catch {
        throw Refusal(.unprocessableContent, error.message)
      }
    case .pause: return .pause
    case .freeze: return .freeze
    default: return .resume
    }
  }
}

extension LiveTarget {
  /// Reads the target in a request's query: one of `stream`, `session`, `scenario`, `timeline` and `participant`, or `all=true`.
  fileprivate init(_ call: Route.Call, _ room: Room?) throws(Refusal) {
    let named = ["stream", "session", "scenario", "timeline", "participant", "all"].filter {
      call.query($0) != nil
    }
    guard named.count == 1, let name = named.first, let text = call.query(name) else {
      throw Refusal(
        .badRequest,
        "Say whose streams are meant by one of ?session=KEY, ?stream=ID, ?scenario=NAME, ?timeline=NAME, ?participant=NAME and ?all=true."
      )
    }
    switch name {
    case "stream": self = .stream(try call.streamID(text))
    case "session": self = .session(try call.sessionKey(text))
    case "scenario": self = .scenario(text)
    case "timeline": self = .timeline(text)
    case "participant":
      guard call.ownership.role == .presenter else {
        throw Refusal(.forbidden, "All streams of a participant are the presenter's to reach.")
      }
      guard let participant = room?.participant(named: text) else {
        throw Refusal(.notFound, "Nobody in the room is called '\(text.forSentence)'.")
      }
      self = .participant(participant.name, participant.session)
    default:
      guard text == "true" else {
        throw Refusal(.badRequest, "'all' can only be true, got '\(text.forSentence)'.")
      }
      self = .everybody
    }
  }
}
