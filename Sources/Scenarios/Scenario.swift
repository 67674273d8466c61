import ServerSentEvents

/// A description of an event stream, compiled.
///
/// It is made once from a YAML document, and makes a plan for each request.
package struct Scenario: Sendable {
  /// The file's name without its extension, or the name of a saved scenario: see ``ScenarioName/isSavedName(_:)``.
  package let name: String
  package let title: String
  package let description: String
  package let tags: [String]
  /// An address of its own beside `/play/{name}`.
  package let path: PathTemplate?
  /// Where the text declares `path`.
  package var pathPlace = SourceLocation.start
  /// The reconnection time that clients are sent, in milliseconds; nil if none is sent.
  package let retry: UInt64?
  /// The seed of random numbers, unless the request gives another.
  package let seed: UInt64
  /// Whether each request without `Last-Event-ID` gets a new seed. `seed` is then only used to show plans.
  package internal(set) var drawsSeed = false
  /// Whether the runs of two requests may differ although both have the same seed or no seed. A client that returns must then be in the
  /// session that knows its run.
  package var drawsRuns: Bool { drawsSeed || reads.contains(.requestId) }
  /// Whether an expression reads the request's id.
  package var readsRequestID: Bool { reads.contains(.requestId) }
  package let estimate: Estimate
  /// How clients are meant to call it; nil if the text does not say.
  package var client: ClientCall?
  /// What is valid but probably not intended.
  package let warnings: MistakeReport

  let program: Program
  var settings: PlanSettings { program.settings }

  /// The names of the scenarios whose steps it includes.
  package let includes: [String]
  package let gates: [String]
  /// The methods that requests may have; a plan for any other method answers 405.
  package var methods: [String] { settings.methods }
  /// Whether it has rules of its own for CORS. Its plans then answer preflights, and the server must not add CORS header fields.
  package var decidesCORS: Bool { settings.cors != nil }

  /// Returns the CORS header fields of an answer that the server itself gives to a request; nil if the scenario has no rules for them.
  package func crossOriginHeaders(for request: PlanRequest) -> [(name: String, value: String)]? {
    settings.cors?.headers(for: request)
  }

  /// Returns the rule of its `cors` that keeps the requesting page from reading the answer; nil if none does.
  package func crossOriginRefusal(of request: PlanRequest) -> CORSRefusal? {
    settings.cors?.refusal(of: request)
  }

  /// What it expects of its client; nil without `expect`.
  package internal(set) var expectations: Expectations?

  /// The settings of the timeline that all clients follow; nil if each client has its own.
  package let timeline: SharedTimeline?
  /// A hash of the text and of the included texts. It is valid only within this process.
  package let fingerprint: Int

  /// The size of a stream, as far as it is known before the stream plays.
  package struct Estimate: Sendable, Hashable, Codable {
    /// The maximum number of events and comments; nil if it never ends, or if the number is known only when it plays.
    package var events: Int?
    /// Nanoseconds; nil if it never ends, or if the duration is known only when it plays.
    package var duration: UInt64?
    package var isEndless: Bool

    init(_ bounds: StepBounds) {
      events = bounds.iterationsUnknown ? nil : bounds.events
      duration = bounds.iterationsUnknown ? nil : bounds.typical
      isEndless = bounds.typical == nil
    }
  }

  /// Loads a scenario from the text of a YAML document.
  ///
  /// - Parameters:
  ///   - name: the scenario's name.
  ///   - file: the name of the text in mistakes, such as `scenarios/counter.yaml`.
  ///   - reserved: the addresses that its `path` may not have.
  ///   - resolve: returns the text of another scenario by its name, for `include`.
  /// - Throws: ``ScenarioMistakes``, all errors and warnings of the text, if there is at least one error.
  package static func load(
    text: String, name: String, file: String? = nil, reserved: ReservedAddresses,
    resolve: (String) -> String? = { _ in nil }
  ) throws(ScenarioMistakes) -> Scenario {
    try load(bytes: Array(text.utf8), name: name, file: file, reserved: reserved, resolve: resolve)
  }

  /// - Throws: ``ScenarioMistakes``, as for a text, and if the bytes are not UTF-8.
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

  /// The parts of requests that its expressions read.
  package var reads: Reads { program.layout.reads }

  /// Reads a body once, and keeps only what the expressions of the scenario read.
  package func read(_ body: [UInt8]) -> RequestBody { RequestBody(body).read(as: reads) }

  /// Returns what this scenario does for a request.
  ///
  /// - Parameter clock: the time at which the request came.
  package func plan(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock)
  }

  /// Returns the plan that receives a client of a shared timeline: an answer, or a head and then `follow`.
  package func reception(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock, role: .follower)
  }

  /// Returns the plan of a shared timeline, from the first step: what all its clients are sent.
  package func timelinePlan(clock: ClockReading = ClockReading(wall: 0, monotonic: 0)) -> Plan {
    Plan(scenario: self, request: PlanRequest(seed: seed), clock: clock, role: .timeline)
  }

  /// Whether it may wait in the middle of an event, because it sends raw bytes.
  package var mayLeaveEventsOpen: Bool { program.hasRaw }

  /// Nanoseconds without output after which a heartbeat is sent; nil for none.
  package var heartbeat: UInt64? { settings.heartbeat }

  package var heartbeatBytes: [UInt8] { settings.heartbeatBytes }

  package var lineEnding: LineEnding { settings.lineEnding }

  /// Returns a note for readers: a comment line with this scenario's line ending, or a record in formats without comments.
  package func comment(_ text: String) -> [UInt8] {
    settings.format.note(text, lineEnding: settings.lineEnding)
  }

  /// `sse`, `ndjson`, `json-seq` or `text`.
  package var formatName: String { settings.format.rawValue }

  package var isEventStream: Bool { settings.format == .eventStream }
}
