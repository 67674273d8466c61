import Foundation
import Testing

@testable import Scenarios

struct ScenarioSchemaTests {
  static let schema = ScenarioSchema(reserved: .ofTests)
  static let validator = SchemaValidator(root: schema.value)

  /// Mistakes that come of more than one place; a schema does not know them.
  static let beyondSchema = [
    "an origin is a scheme",
    "can never be met", "can never be judged", "'expect' expects nothing", "'reconnect' must be asked",
    "no fragment is called", "would use itself", "no loop around this", "is not in a loop",
    "comes after something has been sent",
    "at least one alternative", "has no body", "beside 'redirect'", "never waits",
    "needs a scenario of at most",
    "cannot be set here", "unknown name", "unknown path parameter", "'event' must not be empty",
    "has no effect", "are the body of the answer", "two parameters", "shared timeline", "does not answer",
    "has no body: give",
    "are those of the scenario's 'path'",
    "the path has no parameter", "both say when iterations begin", "a place in an event's JSON",
    "may have at most 1 MiB",
  ]

  static func report(_ document: Value) -> [Mistake] {
    var bytes: [UInt8] = []
    document.appendJSON(to: &bytes)
    do throws(ScenarioMistakes) {
      _ = try Scenario.load(
        bytes: bytes, name: "generated", reserved: .ofTests,
        resolve: { $0 == "other" ? "steps: [{data: other}]" : nil })
      return []
    } catch {
      return error.mistakes.filter { $0.severity == .error }
    }
  }

  static func text(_ document: Value) -> String {
    var bytes: [UInt8] = []
    document.appendJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: 1...20)
  func `what the parser accepts, the schema accepts, and the other way round`(seed: UInt64) {
    var generator = ScenarioGenerator(seed: seed)
    for _ in 0..<25 {
      let document = generator.scenario()
      let mistakes = Self.report(document).filter { mistake in
        !Self.beyondSchema.contains { mistake.message.contains($0) }
      }
      #expect(mistakes.map(\.message) == [], "\(Self.text(document))")
      #expect(Self.validator.problem(of: document) == nil, "\(Self.text(document))")
      let broken = generator.broken(document)
      let found = Self.report(broken)
      if found.contains(where: { mistake in Self.beyondSchema.contains { mistake.message.contains($0) } }) {
        continue
      }
      let problem = Self.validator.problem(of: broken)
      #expect(
        found.isEmpty == (problem == nil),
        "parser: \(found.first?.message ?? "fine"), schema: \(problem ?? "fine"): \(Self.text(broken))")
    }
  }

  @Test func `every kind of step and every key comes up among the generated cases`() {
    var text = ""
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = ScenarioGenerator(seed: seed)
      for _ in 0..<25 { text += Self.text(generator.scenario()) }
    }
    let tested = KeyPlace.allCases.filter { $0 != .respond && $0 != .breaking && $0 != .answer }
    for place in tested {
      for key in place.keys { #expect(text.contains("\"\(key.name)\":"), "\(key.name) in \(place.rawValue)") }
    }
  }

  @Test(arguments: ShippedScenarios.names)
  func `the shipped scenarios fit the schema`(name: String) throws {
    var mistakes: [Mistake] = []
    let source = SourceText(bytes: Array(try ShippedScenarios.text(name).utf8))
    let root = try #require(DocumentReader.read(source, mistakes: &mistakes))
    #expect(Self.validator.problem(of: Self.value(root)) == nil)
  }

  @Test(arguments: [
    ("/play", "'/play'"), ("/play/{x}", "'/play'"), ("/schema.json", "'/schema.json'"),
    ("/api/sessions/{key}", "'/api/sessions'"), ("/api/rooms", "'/api/rooms'"),
    ("/api", "a second segment"), ("/api/{name}", "a second segment"), ("/api/a{name}", "a second segment"),
    ("/player", nil), ("/schemaXjson", nil), ("/api/chat", nil), ("/api/session/{key}", nil), ("/rooms", nil),
  ])
  func `parser and schema refuse the same reserved addresses`(path: String, why: String?) {
    let document = Value.object(
      Value.Members([
        ("path", .string(path)), ("steps", .array([.object(Value.Members([("data", .int(1))]))])),
      ]))
    let messages = Self.report(document).map(\.message)
    #expect(messages.count == (why == nil ? 0 : 1), "\(messages)")
    #expect(messages.allSatisfy { $0.contains(why ?? "") }, "\(messages)")
    #expect((Self.validator.problem(of: document) == nil) == (why == nil))
  }

  /// A scenario of one event with one more key.
  private static func scenario(_ key: String, _ value: Value) -> Value {
    let event = Value.object(Value.Members([("data", .int(1))]))
    return .object(Value.Members([(key, value), ("steps", .array([event]))]))
  }

  @Test(arguments: VariableName.reserved)
  func `parser and schema refuse the same names of variables`(name: String) {
    let document = Self.scenario("vars", .object(Value.Members([(name, .int(1))])))
    #expect(
      Self.report(document).map(\.message)
        == ["'\(name)' means something in expressions already; choose another name"])
    #expect(Self.validator.problem(of: document) != nil)
  }

  @Test(arguments: [
    ("path", 199, 0, true), ("path", 200, 0, false), ("close", 256, 20, true), ("close", 257, 20, false),
    ("close", 256, 21, false),
  ])
  func `parser and schema have the same limits of texts`(key: String, length: Int, count: Int, fits: Bool) {
    let text = String(repeating: "a", count: length)
    let list = Value.array((0..<count).map { _ in .string(text) })
    let document =
      key == "path"
      ? Self.scenario("path", .string("/" + text))
      : Self.scenario("client", .object(Value.Members([(key, list)])))
    #expect(Self.report(document).isEmpty == fits)
    #expect((Self.validator.problem(of: document) == nil) == fits)
  }

  @Test func `where nothing is reserved, a scenario may have any address`() throws {
    #expect(ReservedAddresses.none.pattern == nil)
    let path = try Scenario.load(text: "path: /play/{x}\nsteps: [{data: x}]", name: "a", reserved: .none).path
    #expect(path?.description == "/play/{x}")
  }

  @Test func `the text of the schema is what it says`() throws {
    #expect(try Value(json: Array(Self.schema.text.utf8)) == Self.schema.value)
  }

  @Test func `the schema lists every name and function of expressions, and only those`() throws {
    guard case .object(let schema) = Self.schema.value, case .array(let listed) = schema["x-expressions"]
    else {
      Issue.record("no x-expressions")
      return
    }
    let listedNames = listed.map { entry -> String? in
      guard case .object(let members) = entry else { return nil }
      return members["name"]?.text
    }
    #expect(listedNames == ExpressionLibrary.entries.map(\.name))
    for entry in ExpressionLibrary.entries {
      for alias in entry.aliases {
        #expect(ExpressionLibrary.functions[alias]?.name == entry.name)
      }
      for method in entry.methods { #expect(ExpressionLibrary.methods[method]?.name == entry.name) }
    }
    #expect(Set(ExpressionLibrary.entries.flatMap(\.methods)) == Set(ExpressionLibrary.methodNames))
    let names = ExpressionLibrary.entries.filter { $0.kind == .function }.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names) == Set(ExpressionLibrary.functionNames))
  }

  @Test func `what a new scenario begins with can be loaded and fits the schema`() throws {
    let scenario = try Scenario.load(
      text: ScenarioStarter.text(name: "mine"), name: "mine", reserved: .ofTests)
    #expect(scenario.warnings.mistakes == [])
    #expect(Playing.text(scenario).contains("data: Hello, World!"))
  }

  /// A document as a JSON Schema sees it.
  static func value(_ node: DocumentNode) -> Value {
    switch node.content {
    case .sequence(let nodes): return .array(nodes.map(value))
    case .mapping(let members): return .object(Value.Members(members.map { ($0.key, value($0.value)) }))
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .number, .otherNumber: return Int(scalar.text).map(Value.int) ?? .double(Double(scalar.text) ?? 0)
      case .text: return .string(scalar.text)
      }
    }
  }
}
