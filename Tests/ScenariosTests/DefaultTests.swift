import Testing

@testable import Scenarios

/// The key table says which default each key has: with the key left out, a scenario does what it does with that value.
struct DefaultTests {
  /// For each place with such keys, a scenario that has `KEY` there.
  private static let scenarios: [KeyPlace: String] = [
    .scenario: "{ KEY steps: [{ repeat: 3, every: 1s, id: '${number}', data: '${random()}' }] }",
    .rawBytes: "{ steps: [{ raw: { KEY text: a } }] }",
    .each: "{ steps: [{ KEY each: [1, 2], data: '${item}' }] }",
    .pace: "{ steps: [{ repeat: 3, pace: { KEY rate: 10/s }, data: a }] }",
    .alternative:
      "{ steps: [{ repeat: 40, steps: [{ choose: [{ KEY data: a }, { weight: 2, data: b }] }] }] }",
    .response: "{ response: { KEY status: 200 }, steps: [{ data: a }] }",
    .answer: "{ steps: [{ respond: { KEY text: a } }] }",
    .attempt: "{ attempts: [{ KEY text: a }], steps: [{ data: b }] }",
    .request: "{ request: { KEY }, steps: [{ data: a }] }",
    .mismatch: "{ request: { query: { a: b }, mismatch: { KEY text: a } }, steps: [{ data: b }] }",
    .cors: "{ cors: { KEY }, steps: [{ data: a }] }",
    .preflight: "{ cors: { preflight: { KEY } }, steps: [{ data: a }] }",
    .write: "{ write: { KEY every: 5 }, steps: [{ repeat: 3, data: abc }] }",
    .proxy: "{ proxy: { KEY buffer: 100 }, steps: [{ data: a }, { wait: 1s }, { data: b }] }",
    .timeline: "{ timeline: { KEY }, steps: [{ data: a }] }",
    .expect: "{ expect: { KEY attempts: 2 }, steps: [{ data: a }] }",
  ]

  /// Keys whose default is not a value that a scenario could have: `title`, the `origins` of `cors`, the `method` of `client`.
  private static let described = ["title", "origins", "method"]

  /// The keys with a default, and that default as a value.
  static let defaults: [(place: KeyPlace, key: String, value: String)] = {
    var defaults: [(place: KeyPlace, key: String, value: String)] = []
    for place in KeyPlace.allCases {
      for key in place.keys where !described.contains(key.name) {
        guard let text = key.defaultValue else { continue }
        let value =
          switch (key.name, place) {
          case ("framing", .response): "chunked"
          case ("framing", _): "length"
          // `15s; off where …`, `own: each client …`
          default: String(text.prefix { $0 != ";" && $0 != ":" })
          }
        defaults.append((place, key.name, value))
      }
    }
    return defaults
  }()

  @Test(arguments: defaults)
  func `a key that is left out has its default`(place: KeyPlace, key: String, value: String) throws {
    let scenario = try #require(Self.scenarios[place], "no scenario for \(place.rawValue)")
    let without = try load(scenario.replacing("KEY", with: ""))
    let with = try load(scenario.replacing("KEY", with: "\(key): \(value),"))
    #expect(Self.facts(without) == Self.facts(with))
  }

  @Test func `a timeline without settings is that of an empty mapping`() throws {
    let word = try load("timeline: shared\nsteps: [{ data: a }]").timeline
    #expect(try load("timeline: {}\nsteps: [{ data: a }]").timeline == word)
  }

  /// What a scenario was compiled to, and what several clients get.
  private static func facts(_ scenario: Scenario) -> String {
    var facts = ""
    let settings = scenario.settings
    dump((scenario.seed, scenario.drawsSeed, scenario.methods, scenario.expectations), to: &facts)
    dump((settings.opens, settings.heartbeat, settings.byteOrderMark, settings.lineEnding), to: &facts)
    dump(
      (settings.format, settings.resume, settings.attempts.map(\.times), settings.write?.events), to: &facts)
    dump((scenario.timeline, scenario.program.loops.map(\.isFirehose)), to: &facts)
    if scenario.timeline != nil { return facts }
    let origin = [(name: "origin", value: "http://localhost:3000")]
    let seed = scenario.seed
    let requests = [
      PlanRequest(headers: origin, seed: seed), PlanRequest(method: "OPTIONS", headers: origin, seed: seed),
      PlanRequest(method: "PUT", seed: seed), PlanRequest(lastEventID: "1", seed: seed),
      PlanRequest(attempt: 2, seed: seed),
    ]
    for request in requests {
      for step in Playing.steps(scenario, request) {
        facts += "\(step.time) \(step.action) \(String(decoding: step.bytes, as: UTF8.self)) \(step.line)\n"
      }
    }
    return facts
  }
}
