import ServerSentEvents

/// A compiled description of an event stream.
///
/// It is compiled once, from a YAML document, and makes a plan for each request.
package struct Scenario: Sendable {
  /// The file's name without its extension, or the name of a saved scenario: see ``ScenarioName/isSavedName(_:)``.
  package let name: String
  package let title: String
  package let description: String
  package let tags: [String]
  /// An additional address besides `/play/{name}`; nil if there is none.
  package let path: PathTemplate?
  /// The place of the value of `path` in the text.
  package var pathPlace = SourceLocation.start
  /// The reconnection time that is sent to clients, in milliseconds; nil if none is sent.
  package let retry: UInt64?
  /// The seed of random numbers, unless the request gives another.
  package let seed: UInt64
  /// Whether each request without `Last-Event-ID` gets a new seed. `seed` is then used only to show plans.
  package internal(set) var drawsSeed = false
  /// Whether the runs of two requests may differ although both have the same seed or no seed. A client can then resume its run only in
  /// the session that knows the run.
  package var drawsRuns: Bool { drawsSeed || reads.contains(.requestId) }
  /// Whether an expression reads the request's id.
  package var readsRequestID: Bool { reads.contains(.requestId) }
  package let estimate: Estimate
  /// The way in which clients are meant to call the scenario; nil if the text does not have `client`.
  package var client: ClientCall?
  /// Warnings about text that is valid but probably not intended.
  package let warnings: MistakeReport

  let program: Program
  var settings: PlanSettings { program.settings }

  /// The names of the scenarios that it includes.
  package let includes: [String]
  package let gates: [String]
  /// The methods that requests may have; a plan for any other method answers 405.
  package var methods: [String] { settings.methods }
  /// Whether the text has `cors`. The plans then answer preflights, and the server must not add CORS header fields.
  package var decidesCORS: Bool { settings.cors != nil }

  /// Returns the CORS header fields for an answer of the server itself to a request; nil if the text does not have `cors`.
  package func crossOriginHeaders(for request: PlanRequest) -> [(name: String, value: String)]? {
    settings.cors?.headers(for: request)
  }

  /// Returns the rule of `cors` that prevents the requesting page from reading the answer; nil if none does.
  package func crossOriginRefusal(of request: PlanRequest) -> CORSRefusal? {
    settings.cors?.refusal(of: request)
  }

  /// The expectations of the client; nil if the text does not have `expect`.
  package internal(set) var expectations: Expectations?

  /// The settings of the timeline that all clients follow; nil if each client has its own.
  package let timeline: SharedTimeline?
  /// A hash of the text and of the included texts. It is valid only within this process.
  package let fingerprint: Int

  /// The size of a stream, as far as it is known before the stream plays.
  package struct Estimate: Sendable, Hashable, Codable {
    /// The maximum number of events and comments; nil if the stream never ends, or if the number is known only when it plays.
    package var events: Int?
    /// The duration in nanoseconds; nil if the stream never ends, or if the duration is known only when it plays.
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
  /// - Throws: ``ScenarioMistakes`` with all errors and warnings of the text, if there is at least one error.
  package static func load(
    text: String, name: String, file: String? = nil, reserved: ReservedAddresses,
    resolve: (String) -> String? = { _ in nil }
  ) throws(ScenarioMistakes) -> Scenario {
    try load(bytes: Array(text.utf8), name: name, file: file, reserved: reserved, resolve: resolve)
  }

  /// Loads a scenario from bytes. In addition to the mistakes of a text, bytes that are not UTF-8 are an error.
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

  /// The parts of requests, and the clocks, that the expressions read.
  package var reads: Reads { program.layout.reads }

  /// Reads a body once, and keeps only the forms of it that the expressions read.
  package func read(_ body: [UInt8]) -> RequestBody { RequestBody(body).read(as: reads) }

  /// Returns the plan for a request.
  ///
  /// - Parameter clock: the time at which the request arrived.
  package func plan(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock)
  }

  /// Returns the plan for a client that joins a shared timeline. It sends an answer, or a head followed by `follow`.
  package func reception(
    for request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) -> Plan {
    Plan(scenario: self, request: request, clock: clock, role: .follower)
  }

  /// Returns the plan of the shared timeline itself, from the first step. Its output is sent to all clients.
  package func timelinePlan(clock: ClockReading = ClockReading(wall: 0, monotonic: 0)) -> Plan {
    Plan(scenario: self, request: PlanRequest(seed: seed), clock: clock, role: .timeline)
  }

  /// Whether the scenario may wait in the middle of an event, because it sends raw bytes.
  package var mayLeaveEventsOpen: Bool { program.hasRaw }

  /// Nanoseconds without output after which a heartbeat is sent; nil for none.
  package var heartbeat: UInt64? { settings.heartbeat }

  package var heartbeatBytes: [UInt8] { settings.heartbeatBytes }

  package var lineEnding: LineEnding { settings.lineEnding }

  /// Returns a note to people who read the stream: a comment line with the scenario's line ending, or what replaces it in other formats.
  package func comment(_ text: String) -> [UInt8] {
    settings.format.note(text, lineEnding: settings.lineEnding)
  }

  /// `sse`, `ndjson`, `json-seq` or `text`.
  package var formatName: String { settings.format.rawValue }

  package var isEventStream: Bool { settings.format == .eventStream }
}
