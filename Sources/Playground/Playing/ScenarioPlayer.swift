import HTTPTypes
import Logging
import MicroHTTP
import Platform
import Scenarios
import TextForms

/// Answers `/play/{name}`, `/play/@{owner}/{name}` and the addresses that scenarios choose, with streams.
///
/// Anyone who knows the address of a participant's scenario may play it: phones and curl have no cookie.
struct ScenarioPlayer: Responder {
  let catalog: Catalog
  let drafts: Drafts
  let sessions: SessionRegistry
  let timelines: Timelines
  let memory: StreamMemory
  let searches = SharedSearches()
  let crossOrigin: CrossOrigin
  /// Identifies the participant who sent a request, and decides whether a session may be replayed.
  let policy: AccessPolicy
  let refusedOrigins: RefusedOrigins
  /// The most bytes of a request's body.
  let bodyLimit: Int
  var bodies = BodyBudget()
  let events: EventCounter
  let log: Logger

  private enum Target {
    case scenario(CatalogEntry, parameters: [String: String])
    case unknownName(String, CatalogSnapshot)
    case goneDraft
    case another
  }

  func bodyLimit(for request: Request) -> Int? {
    if case .another = target(of: request) { nil } else { bodyLimit }
  }

  func answer(_ request: Request) -> Answer? {
    let entry: CatalogEntry?
    let answer: Answer
    switch target(of: request) {
    case .another: return nil
    case .unknownName(let name, let snapshot): return unknown(name, snapshot, request)
    case .goneDraft:
      entry = nil
      answer = .result(Refusal.goneDraft.result)
    case .scenario(let found, let parameters):
      entry = found
      answer = self.answer(request, found, parameters)
    }
    guard case .result(let result) = answer else { return answer }
    if result.status >= 400, let preflight = crossOrigin.preflightOfRefusal(request) {
      return .result(preflight)
    }
    return .result(result.readable(by: crossOriginFields(of: entry?.scenario, for: request)))
  }

  /// Returns 404 with similar names. Searching 10,000 names takes too long for an event loop.
  private func unknown(_ name: String, _ snapshot: CatalogSnapshot, _ request: Request) -> Answer {
    if let preflight = crossOrigin.preflightOfRefusal(request) { return .result(preflight) }
    let fields = crossOriginFields(of: nil, for: request)
    return .later {
      let viewer = Ownership(policy.door.access(of: request)).viewer
      let question = NearestNames.question(snapshot.names(near: name, for: viewer))
      return HTTPResult.problem(
        .notFound,
        "No scenario is named '\(name.forSentence)'.\(question) \(request.arrival.address(of: "/api/scenarios")) lists them all."
      ).readable(by: fields)
    }
  }

  /// The fields that let a page of another origin read a response that is sent in place of a stream.
  func crossOriginFields(for request: Request) -> HTTPFields? {
    switch target(of: request) {
    case .another: nil
    case .unknownName, .goneDraft: crossOrigin.fields(for: request)
    case .scenario(let entry, _): crossOriginFields(of: entry.scenario, for: request)
    }
  }

  private func crossOriginFields(of scenario: Scenario?, for request: Request) -> HTTPFields {
    guard let scenario, scenario.decidesCORS else { return crossOrigin.fields(for: request) }
    var fields = HTTPFields()
    let planRequest = PlanRequest(headers: request.fieldsForScenarios)
    for (name, value) in scenario.crossOriginHeaders(for: planRequest) ?? [] { fields[.known(name)] = value }
    return fields
  }

  private func target(of request: Request) -> Target {
    let snapshot = catalog.snapshot
    if request.segments.first == "play" {
      guard let name = Self.name(request.segments.dropFirst()) else { return .another }
      if let draft = drafts.draft(name) { return .scenario(CatalogEntry(draft), parameters: [:]) }
      guard !Draft.isID(name) else { return .goneDraft }
      guard let entry = snapshot[name] else { return .unknownName(name, snapshot) }
      return .scenario(entry, parameters: [:])
    }
    guard let (entry, parameters) = snapshot.entry(at: request.path) else { return .another }
    return .scenario(entry, parameters: parameters)
  }

  /// Returns `my-stream` for `/play/my-stream`, `ann/my-stream` for `/play/@ann/my-stream`.
  private static func name(_ segments: ArraySlice<String>) -> String? {
    guard let first = segments.first, let last = segments.last, !last.isEmpty else { return nil }
    switch segments.count {
    case 1: return first.hasPrefix("@") ? nil : first
    case 2: return first.hasPrefix("@") ? "\(first.dropFirst())/\(last)" : nil
    default: return nil
    }
  }

  /// Returns the session of a request: the one it names, else that of the participant whose browser sent it, else a stand-in.
  ///
  /// A scenario can read its session's key and send it anywhere, so a link to another's scenario does not use the participant's session.
  private func session(of request: Request, named key: SessionKey?, playing entry: CatalogEntry) -> SessionKey
  {
    if let key { return key }
    if let participant = policy.door.access(of: request).participant,
      entry.author == nil || entry.author == participant.name
    {
      return participant.session
    }
    return SessionKey(standingInFor: request)
  }

  private func answer(_ request: Request, _ entry: CatalogEntry, _ parameters: [String: String]) -> Answer {
    guard let scenario = entry.scenario else { return .result(broken(entry)) }
    let methods = methods(of: scenario)
    guard methods.contains(request.method) else {
      return .result(.methodNotAllowed(request, allowed: methods))
    }
    let isPreflight = request.method == .options
    let cors = refusal(of: request, entry, scenario)
    if isPreflight, request.headerFields[.accessControlRequestMethod] != nil,
      request.headerFields[.origin] != nil, !scenario.decidesCORS
    {
      let text = request.query.first { $0.name == "session" }?.value
      sessions.notePreflight(
        request, of: session(of: request, named: text.flatMap { SessionKey($0) }, playing: entry), cors: cors,
        at: Monotonic.now, wall: WallClock.now)
    }
    if isPreflight, !scenario.decidesCORS {
      return .result(crossOrigin.preflight(request, methods: methods))
    }
    let options: PlayOptions
    do throws(Refusal) { options = try PlayOptions(request) } catch { return .result(error.result) }
    if let problem = options.problem(for: scenario) { return .result(.problem(.badRequest, problem)) }
    if let key = options.replay { return replay(key, request, entry, options, cors) }
    let body = scenario.read(request.body)
    guard let share = bodies.share(of: body.weight) else { return .result(Self.tooManyBodies) }
    let session = session(of: request, named: options.session, playing: entry)
    let now = Monotonic.now
    let wall = WallClock.now
    let isAttempt = !isPreflight && request.method != .head
    let attempt = isAttempt ? sessions.connect(session, scenario: entry.name, at: now) : 1
    let (run, isOfUnknownRun) = run(of: scenario, as: entry.name, options, session, counts: isAttempt)
    let seed = run.seed
    var planRequest = PlanRequest(
      method: request.method == .head ? "GET" : request.method.rawValue, path: request.path,
      parameters: parameters, query: request.query,
      headers: request.fieldsForScenarios,
      remoteAddress: request.remoteAddress, lastEventID: options.lastEventID, attempt: attempt,
      session: session.description, seed: seed.number)
    planRequest.body = body
    planRequest.target = request.originForm
    planRequest.idNumber = run.idNumber
    planRequest.isOfUnknownRun = isOfUnknownRun
    planRequest.lastPlace = options.lastEventID.flatMap {
      sessions.place(of: $0, in: entry.name, of: session)
    }
    let clock = ClockReading(wall: wall, monotonic: now)
    // HEAD asks for the head only and does not join a timeline.
    let isShared = scenario.timeline != nil && request.method != .head
    let plan =
      isShared
      ? scenario.reception(for: planRequest, clock: clock) : scenario.plan(for: planRequest, clock: clock)
    let shared = isShared ? SharedScenario(scenario, timelines, lastPlace: planRequest.lastPlace) : nil
    let logged = LoggedRequest(request)
    let requestID = scenario.readsRequestID ? planRequest.requestID : nil
    let crossOriginFields = crossOriginFields(of: scenario, for: request)
    return .stream {
      [
        arrival = request.arrival, name = entry.name, author = entry.author, speed = options.speed,
        lastEventID = options.lastEventID
      ]
      id in
      var recorder = sessions.open(
        StreamRecord(
          id: id, session: session, scenario: name, request: request, lastEventID: lastEventID,
          attempt: attempt, seed: seed, speed: speed, cors: cors, started: now, wallStarted: wall))
      recorder.request(request)
      return ScenarioStream(
        plan: plan, recorder: recorder,
        context: ScenarioStream.Context(
          request: logged, crossOriginFields: crossOriginFields, decidesCORS: scenario.decidesCORS,
          requestID: requestID, author: author,
          arrival: arrival, sessions: sessions, events: events, memory: memory, searches: searches,
          log: log, shared: shared, body: share))
    }
  }

  /// Returns the run that a request belongs to, and whether the request resumes a run that is not known.
  ///
  /// - Parameter counts: whether the session remembers the run.
  private func run(
    of scenario: Scenario, as name: String, _ options: PlayOptions, _ session: SessionKey, counts: Bool
  ) -> (SessionRun, isUnknown: Bool) {
    let plain = SessionRun(seed: options.seed ?? Seed(number: scenario.seed))
    guard scenario.drawsRuns else { return (plain, false) }
    let isComingBack = options.lastEventID?.isEmpty == false && options.seed == nil
    let next =
      options.seed == nil ? SessionRun.drawn(seed: scenario.drawsSeed ? nil : plain.seed) : plain
    guard counts else { return (next, isComingBack) }
    let (run, isKnown) = sessions.run(
      of: session, scenario: name, isComingBack: isComingBack, beginning: next)
    return (run, isComingBack && !isKnown)
  }

  /// Returns why the browser withholds the response from the requesting page, with advice; nil if it does not.
  private func refusal(of request: Request, _ entry: CatalogEntry, _ scenario: Scenario) -> String? {
    guard scenario.decidesCORS else {
      return crossOrigin.refused(request).map { refusedOrigins.note($0, request) }
    }
    guard let origin = request.foreignOrigin,
      let refusal = scenario.crossOriginRefusal(
        of: PlanRequest(method: request.method.rawValue, headers: request.fieldsForScenarios))
    else { return nil }
    return refusedOrigins.note(origin, refusal, of: entry, request)
  }

  /// Replays the last stream of a session, for clients that may read the session's journal.
  private func replay(
    _ key: SessionKey, _ request: Request, _ entry: CatalogEntry, _ options: PlayOptions, _ cors: String?
  ) -> Answer {
    if let refusal = policy.refusal(of: request, effect: .observesOwn) { return .result(refusal) }
    let isAllowed = { @Sendable [door = policy.door] in
      Ownership(door.access(of: request)).mayUse(session: key)
    }
    guard isAllowed() else {
      return .result(.problem(.notFound, "There is no session '\(key)' to play again."))
    }
    let session = session(of: request, named: options.session, playing: entry)
    let (now, wall) = (Monotonic.now, WallClock.now)
    let fields = crossOriginFields(of: entry.scenario, for: request)
    return .stream { [name = entry.name, speed = options.speed] id in
      var recorder = sessions.open(
        StreamRecord(
          id: id, session: session, scenario: name, request: request, speed: speed, cors: cors, started: now,
          wallStarted: wall))
      recorder.request(request)
      // The replay ends if the client is signed out meanwhile.
      return GuardedStream(
        ReplayStream(
          of: key, scenario: name, recorder: recorder, sessions: sessions, memory: memory,
          crossOriginFields: fields), isAllowed: isAllowed)
    }
  }

  /// The methods that the scenario answers, HEAD if GET is among them, and OPTIONS.
  private func methods(of scenario: Scenario) -> [HTTPRequest.Method] {
    var methods = scenario.methods.compactMap(HTTPRequest.Method.init(rawValue:))
    if methods.contains(.get), !methods.contains(.head) { methods.append(.head) }
    if !methods.contains(.options) { methods.append(.options) }
    return methods
  }

  private static let tooManyBodies = HTTPResult.problem(
    .serviceUnavailable,
    "The bodies of requests that open streams keep take all the memory there is for them (64 MiB). Try again when some have ended.",
    headerFields: [.retryAfter: "5"])

  private func broken(_ entry: CatalogEntry) -> HTTPResult {
    .problem(
      .serviceUnavailable,
      "The scenario '\(entry.name)' has mistakes and there is no good version of it yet.",
      [JSONValue.Member(name: "mistakes", value: .array(entry.mistakes.map(\.json)))],
      headerFields: [.retryAfter: "5"])
  }
}
