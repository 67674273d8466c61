import ServerSentEvents

/// A description of an event stream, compiled.
///
/// Made once from a YAML document; each request gets a plan of its own from it.
package struct Scenario: Sendable {
  /// The file's name without its extension, or what a saved scenario is called: see ``ScenarioName/isSavedName(_:)``.
  package let name: String
  package let title: String
  package let description: String
  package let tags: [String]
  /// An address of its own beside `/play/{name}`.
  package let path: PathTemplate?
  /// Where the text declares it.
  package var pathPlace = SourceLocation.start
  /// What a client is told to wait before it connects again, in milliseconds.
  package let retry: UInt64?
  /// Where random numbers begin unless the request says otherwise.
  package let seed: UInt64
  /// Each request that has no `Last-Event-ID` has a seed of its own; `seed` is the one that plans are shown with.
  package internal(set) var drawsSeed = false
  /// Whether runs differ from one request to the next with the same seed, or without one: then who comes back has to be in the session
  /// that knows its run.
  package var drawsRuns: Bool { drawsSeed || reads.contains(.requestId) }
  /// Whether an expression reads the request's id.
  package var readsRequestID: Bool { reads.contains(.requestId) }
  package let estimate: Estimate
  /// How it is meant to be called; nil where nothing is said.
  package var client: ClientCall?
  /// What is not wrong but probably not meant.
  package let warnings: MistakeReport

  let program: Program
  var settings: PlanSettings { program.settings }

  /// The names of the scenarios whose steps it includes.
  package let includes: [String]
  /// The names of its gates.
  package let gates: [String]
  /// The methods it answers; a plan made for another answers 405 itself.
  package var methods: [String] { settings.methods }
  /// Whether it has CORS header fields of its own: then a plan for OPTIONS answers a preflight, and nobody should add any.
  package var decidesCORS: Bool { settings.cors != nil }

  /// The CORS header fields of an answer that somebody else makes for a request to this scenario; nil unless it decides them.
  package func crossOriginHeaders(for request: PlanRequest) -> [(name: String, value: String)]? {
    settings.cors?.headers(for: request)
  }

  /// What in its own `cors` keeps the page that asks from reading the answer; nil if nothing does.
  package func crossOriginRefusal(of request: PlanRequest) -> CORSRefusal? {
    settings.cors?.refusal(of: request)
  }

  /// What it expects of its client; nil where nothing is written.
  package internal(set) var expectations: Expectations?

  /// How all its clients follow one timeline; nil where each has its own.
  package let timeline: SharedTimeline?
  /// The same for the same text, with what it includes, as long as the program runs.
  package let fingerprint: Int

  /// How much there is of a stream, as far as that is known before it plays.
  package struct Estimate: Sendable, Hashable, Codable {
    /// Events and comments, at most; nil: without end, or as many as shows when it plays.
    package var events: Int?
    /// Nanoseconds; nil: without end, or as long as shows when it plays.
    package var duration: UInt64?
    package var isEndless: Bool

    init(_ bounds: StepBounds) {
      events = bounds.turnsUnknown ? nil : bounds.events
      duration = bounds.turnsUnknown ? nil : bounds.typical
      isEndless = bounds.typical == nil
    }
  }

  /// Loads a scenario from the text of a YAML document.
  ///
  /// - Parameters:
  ///   - name: the scenario's name.
  ///   - file: what mistakes call the text, for example `scenarios/counter.yaml`.
  ///   - reserved: the addresses that its `path` may not be.
  ///   - resolve: gives the text of another scenario by its name, for `include`.
  package static func load(
    text: String, name: String, file: String? = nil, reserved: ReservedAddresses,
    resolve: (String) -> String? = { _ in nil }
  ) throws(ScenarioMistakes) -> Scenario {
    try load(bytes: Array(text.utf8), name: name, file: file, reserved: reserved, resolve: resolve)
  }

  package static func load(
    bytes: [UInt8], name: String, file: String? = nil, reserved: ReservedAddresses,
    resolve: (String) -> String? = { _ in nil }
  ) throws(ScenarioMistakes) -> Scenario {
    let source = SourceText(bytes: bytes)
    let file = file ?? name + ".yaml"
    let (scenario, mistakes) = withoutActuallyEscaping(resolve) { resolve in
      var compiler = ScenarioCompiler(source: source, resolve: resolve)
      let scenario = compiler.compile(name: name, file: file)
      if let scenario, let objection = scenario.path.flatMap(reserved.objection) {
        compiler.report("'path' \(objection)", at: scenario.pathPlace)
      }
      return (scenario, compiler.mistakes)
    }
    guard let scenario, !mistakes.contains(where: { $0.severity == .error }) else {
      throw ScenarioMistakes(mistakes: mistakes, file: file, source: source)
    }
    return scenario
  }

  /// Which parts of their requests its expressions read.
  package var reads: Reads { program.layout.reads }

  /// Reads a body once, and keeps of it what its expressions read.
  package func read(_ body: [UInt8]) -> RequestBody { RequestBody(body).read(as: reads) }

  /// What this scenario does for a request.
  ///
  /// - Parameter clock: what the clocks show when the request came.
  package func plan(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock)
  }

  /// How a client of a shared timeline is received: an answer, or a head and then `follow`.
  package func reception(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock, role: .follower)
  }

  /// What all clients of a shared timeline are sent, from the first step on.
  package func timelinePlan(clock: ClockReading = ClockReading(wall: 0, monotonic: 0)) -> Plan {
    Plan(scenario: self, request: PlanRequest(seed: seed), clock: clock, role: .timeline)
  }

  /// Whether its bytes may stand in the middle of an event while it waits: some of its blocks are raw.
  package var mayLeaveEventsOpen: Bool { program.hasRaw }

  /// Nanoseconds without output after which a heartbeat is sent; nil: none.
  package var heartbeat: UInt64? { settings.heartbeat }

  /// A heartbeat's bytes.
  package var heartbeatBytes: [UInt8] { settings.heartbeatBytes }

  package var lineEnding: LineEnding { settings.lineEnding }

  /// A comment line as this scenario ends its lines.
  package func comment(_ text: String) -> [UInt8] {
    settings.format.note(text, lineEnding: settings.lineEnding)
  }

  /// `sse`, `ndjson`, `json-seq` or `text`.
  package var formatName: String { settings.format.rawValue }

  /// Whether it plays an event stream, and not records of another format.
  package var isEventStream: Bool { settings.format == .eventStream }
}
