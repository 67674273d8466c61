import Testing

@testable import Scenarios

struct ExpressionWorkTests {
  /// What is charged for an expression of three variables, and its value.
  private static func work(_ text: String, _ values: [Value]) throws -> (spent: Int, value: Value?) {
    var scope = Scope()
    let slots = ["a", "b", "c"].map { scope.declare($0) }
    let expression = try Compiling.expression(text, scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest(seed: 1))
    for (slot, value) in zip(slots, values) { evaluation.slots[slot] = value }
    let value = try? expression.evaluate(&evaluation)
    return (evaluation.spent, value)
  }

  private static func text(_ part: String, _ bytes: Int) -> Value {
    .string(String(repeating: part, count: bytes / part.utf8.count))
  }

  private static let large: [Value] = [
    text("a", 2_048), text("é", 2_048), text("\u{3000}", 2_049), text("a ", 2_048), text("1", 1_024),
    .string("[" + String(repeating: "0,", count: 1_000) + "0]"), text("a,", 2_048),
    .array((0..<1_000).map(Value.int)),
    .array((0..<100).map { .string("a text of more than fifteen bytes \($0)") }),
    .array(Array(repeating: text("1", 1_024), count: 100)),
    .array((0..<100).map { .array([.string("a"), .int($0)]) }),
    .object(Value.Members((0..<100).map { ("the name of a member \($0)", .int($0)) })),
    .double(0.1),
  ]

  private static let small: [Value] = [
    .null, .string(""), .string("a"), .string(","), .int(3), .int(2_000), .int(-1),
  ]

  private static func calls(_ entry: LibraryEntry) -> [[Value]] {
    switch min(entry.most, 3) {
    case 0: [[]]
    case 1: large.map { [$0] }
    case 2: large.flatMap { a in (large + small).map { [a, $0] } }
    default: large.flatMap { a in (large.prefix(3) + small).flatMap { b in small.map { [a, b, $0] } } }
    }
  }

  @Test(arguments: ExpressionLibrary.all.map(\.name))
  func `no function makes more than it was charged for, or looks at more`(_ name: String) throws {
    let entry = try #require(ExpressionLibrary.functions[name])
    for arguments in Self.calls(entry) {
      let names = ["a", "b", "c"].prefix(arguments.count).joined(separator: ", ")
      let (spent, value) = try Self.work("\(name)(\(names))", arguments)
      guard let value else { continue }
      #expect(spent <= EvaluationError.workLimit)
      let made = Self.made(value, of: arguments)
      #expect(made <= 256 * spent, "\(name) made \(made) bytes for \(spent) units: \(arguments.map(\.kind))")
    }
  }

  @Test(
    arguments: [
      // An escape is read and written by itself, where other bytes are copied together.
      (
        "parseJson(a)", [.string("\"" + String(repeating: "\\\\", count: 10_000) + "\"")],
        [.string("\"" + String(repeating: "aa", count: 10_000) + "\"")], 2_000
      ),
      (
        "json(json(a))", [.array([text("\\", 8_000)])], [.array([text("a", 8_000)])], 2_000
      ),
      // What begins like the text that is sought has to be looked at byte by byte.
      ("indexOf(a, b)", [text("a", 60_000), .string("aab")], [text("c", 60_000), .string("aab")], 5_000),
      ("split(a, b)", [text("a", 60_000), .string("aab")], [text("c", 60_000), .string("aab")], 5_000),
      (
        "replaceAll(a, b, 'x')", [text("a", 60_000), .string("aab")], [text("c", 60_000), .string("aab")],
        5_000
      ),
    ] as [(String, [Value], [Value], Int)])
  func `what is slow among texts of one length is charged for`(
    _ expression: String, _ slow: [Value], _ fast: [Value], _ units: Int
  ) throws {
    let quick = try Self.work(expression, fast).spent
    #expect(try Self.work(expression, slow).spent >= quick + units)
  }

  /// Bytes of memory of a value that were not there before.
  private static func made(_ value: Value, of arguments: [Value]) -> Int {
    if arguments.contains(value) { return 0 }
    let known = Set(
      arguments.flatMap { argument in
        switch argument {
        case .array(let elements): elements.values
        case .object(let members): members.values + members.names.map(Value.string)
        default: [argument]
        }
      } + arguments)
    if known.contains(value) { return 0 }
    let own = MemoryLayout<Value>.stride
    switch value {
    case .array(let elements):
      return elements.reduce(own) { $0 + (known.contains($1) ? own : made($1, of: [])) }
    case .object(let members):
      return members.values.reduce(own) { $0 + own + (known.contains($1) ? own : made($1, of: [])) }
    default: return value.weight
    }
  }

  @Test(arguments: [
    "a == b", "a < b", "a <= b", "a + ''", "a.length", "upper(a)", "lower(a)", "trim(a)", "split(a)",
    "split(a, '')", "split(a, ',')", "replace(a, 'x', 'y')", "replaceAll(a, 'a', 'b')", "padStart(a, 9000)",
    "padEnd(a, 9000)", "repeat(a, 2)", "startsWith(a, b)", "endsWith(a, b)", "json(a)", "parseJson(a)",
    "base64(a)",
    "encodeURIComponent(a)", "decodeURIComponent(a)", "chars(a)", "splitWords(a)", "tokens(a)",
    "slice(a, 0)",
    "indexOf(a, 'x')", "includes(a, 'x')", "at(a, -1)", "a[8000]", "join([a, a], b.slice(0, 2))",
    "[a].includes(b)",
    "{a: a} == {a: b}", "[[a]] == [[b]]", "json({a: a})", "toText([a])",
  ])
  func `what touches all of a text or an array costs a unit for each 64 bytes or 8 elements at least`(
    _ text: String
  ) throws {
    // Texts of the same bytes in different places, so that they have to be compared.
    let (spent, _) = try Self.work(text, [Self.text("a", 8_192), Self.text("a", 8_192), .null])
    #expect(spent >= 8_192 / 64)
  }

  @Test(arguments: [
    "a == b", "reverse(a)", "concat(a, 1)", "[a] == [b]", "slice(a, 0)", "includes(a, -1)",
    "indexOf(a, -1)",
    "join(a)", "json(a)", "a + ''", "sum(a)", "min(a)", "max(a)", "shuffle(a)", "weighted(a)",
  ])
  func `the same of arrays`(_ text: String) throws {
    let numbers = (0..<4_000).map(Value.int)
    let (spent, _) = try Self.work(text, [.array(numbers), .array(numbers), .null])
    #expect(spent >= 4_000 / 8)
  }

  @Test
  func
    `all that a block, a condition or 'vars' evaluates is one evaluation, and the next one has all of its work again`()
    throws
  {
    let half = "${range(13e4 + counter).length}"
    func text(_ scenario: String) throws -> String {
      Playing.text(try load("open: off\nheartbeat: off\n" + scenario))
    }
    let refusal = "working this out takes more than 100,000 units of work\n"
    #expect(try text("steps: [data: '\(half)', data: '\(half)']") == "data: 130001\n\ndata: 130002\n\n")
    #expect(try text("steps: [{ id: '\(half)', data: '\(half)', event: '\(half)' }]").hasSuffix(refusal))
    #expect(try text("steps: [data: { a: '\(half)', b: '\(half)', c: '\(half)' }]").hasSuffix(refusal))
    #expect(
      try text("vars: { a: '\(half)', b: '\(half)', c: '\(half)' }\nsteps: [data: '${a}']")
        == ": the scenario stops here: line 3: " + refusal)
    #expect(
      try text("steps: [set: { a: '\(half)', b: '\(half)' }, set: { c: '\(half)' }, data: '${c}']")
        == "data: 130000\n\n")
    #expect(
      try text("steps: [{ if: '${range(13e4 + counter) == range(13e4 + counter)}', then: [data: x] }]")
        .hasSuffix(refusal)
    )
    #expect(try text("steps: [raw: '\(half) \(half) \(half)']").hasSuffix(refusal))
  }

  @Test
  func `a head whose fields take too much work together is answered with 500`() throws {
    let half = "${range(13e4 + counter).length}"
    let scenario = try load(
      "response: { headers: { a: '\(half)', b: '\(half)', c: '\(half)' } }\nsteps: [data: x]")
    guard case .respond(let response)? = Playing.steps(scenario).first?.action else {
      Issue.record("It is answered")
      return
    }
    #expect(response.status == 500)
    #expect(
      String(decoding: response.body, as: UTF8.self)
        == "The scenario cannot answer: working this out takes more than 100,000 units of work\n")
  }

  @Test
  func `what is spent is counted until its reader sets it to zero`() throws {
    let scope = Scope()
    let expression = try Compiling.expression("1 + counter", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    #expect(evaluation.spent == 0)
    for _ in 0..<5 {
      evaluation.begin()
      _ = try expression.evaluate(&evaluation)
    }
    #expect(evaluation.spent == 15)
    evaluation.spent = 0
    _ = try expression.evaluate(&evaluation)
    #expect(evaluation.spent == 3)
  }
}
