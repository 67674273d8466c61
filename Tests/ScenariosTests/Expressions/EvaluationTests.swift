import Testing

@testable import Scenarios

struct EvaluationTests {
  @Test
  func `names and members of the request that are not there are null, and a body that is no JSON is`() throws
  {
    let bare = PlanRequest(body: Array("{not json".utf8))
    for text in ["params.x", "query.x", "headers.x", "lastEventId", "body", "body.a[0].b", "params.x.y"] {
      #expect(try Compiling.json(text, request: bare) == "null")
    }
    #expect(try Compiling.json("[params, query, headers]", request: bare) == "[{},{},{}]")
    #expect(try Compiling.json("bodyText", request: bare) == #""{not json""#)
  }

  @Test
  func `of a query parameter that comes twice the first counts; header fields of one name are joined`() throws
  {
    let request = PlanRequest(query: [("a", "1"), ("a", "2")], headers: [("accept", "x"), ("accept", "y")])
    #expect(try Compiling.json("[query.a, query['a'], query]", request: request) == #"["1","1",{"a":"1"}]"#)
    #expect(
      try Compiling.json("[headers.Accept, headers]", request: request) == #"["x, y",{"accept":"x, y"}]"#)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1_000_000, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
    (1_709_251_199_999_999_999, "2024-02-29T23:59:59.999Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"), (Int64.max, "2262-04-11T23:47:16.854Z"),
    (Int64.min, "1677-09-21T00:12:43.145Z"),
  ])
  func `the time is right on either side of 1970, in leap years and at the ends of what a clock can show`(
    _ wall: Int64, _ text: String
  ) throws {
    let clock = ClockReading(wall: wall, monotonic: 0)
    #expect(try Compiling.json("now", clock: clock) == "\"\(text)\"")
    #expect(try Compiling.json("time('iso')", clock: clock) == "\"\(text)\"")
  }

  @Test
  func `the time goes on from event to event, although its second is kept`() throws {
    let scope = Scope()
    let now = try Compiling.expression("now", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    let texts = try [Int64(999), 1_000, 1_001, 61_000].map { milliseconds in
      evaluation.clock.wall = milliseconds * 1_000_000
      return try now.evaluate(&evaluation).text
    }
    #expect(
      texts == [
        "1970-01-01T00:00:00.999Z", "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:01.001Z",
        "1970-01-01T00:01:01.000Z",
      ])
  }

  @Test
  func
    `a copy of an evaluation goes on with the same random numbers and walks, and does not disturb the first`()
    throws
  {
    let scope = Scope()
    let expression = try Compiling.expression(
      "[int(1, 1000), walk(0, 10), walk(5, 1, 0, 10, 'k')]", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest(seed: 7))
    for _ in 0..<5 { _ = try expression.evaluate(&evaluation) }
    var copy = evaluation
    let expected = try (0..<5).map { _ in try expression.evaluate(&evaluation) }
    #expect(try (0..<5).map { _ in try expression.evaluate(&copy) } == expected)
    #expect(Set(expected.map(\.text)).count == 5)
  }

  @Test
  func `two calls of walk walk for themselves, and so do two keys; bounds hold`() throws {
    let values = try Recorded.sequence(
      "[walk(0, 1, 0, 2), walk(100, 1, 99, 101), walk(7, 1, 6, 8, counter % 3)]", count: 300)
    for value in values {
      guard case .array(let numbers) = try Value(json: Array(value.utf8)) else {
        Issue.record("an array is expected, not \(value)")
        continue
      }
      let bounds = [0.0...2, 99...101, 6...8]
      for (number, bound) in zip(numbers, bounds) { #expect(bound.contains(number.double)) }
    }
    #expect(
      try Recorded.sequence("walk(counter * 10, 0, null, null, counter % 3)", count: 6) == [
        "10", "20", "30", "10", "20", "30",
      ])
  }

  @Test
  func `what depends on nothing is worked out at load`() throws {
    #expect(try Compiling.expression("upper('a') + (1 + 2) * 3").constant == .string("A9"))
    #expect(try Compiling.expression("[1, {a: 'b'}].length").constant == .int(2))
    #expect(try Compiling.expression("counter").constant == nil)
    #expect(try Compiling.expression("random()").constant == nil)
    var scope = Scope()
    scope.define("limit", as: .int(5))
    #expect(try Compiling.expression("limit * 2", scope: scope).constant == .int(10))
    #expect(try Compiling.template("${limit} of $${limit}", scope: scope).constant == "5 of ${limit}")
  }

  @Test
  func `an expression says what it depends on`() throws {
    #expect(try Compiling.expression("1 + 2").effects == [])
    #expect(try Compiling.expression("now + int(1, counter)").effects == [.clock, .random, .place])
    #expect(try Compiling.expression("walk(0, 1)").effects.mustBeEvaluated)
    #expect(try Compiling.expression("params.a ?? body").effects == .request)
    #expect(try !Compiling.expression("sine('1s', 0, 1)").effects.mustBeEvaluated)
  }

  @Test
  func `an inner scope hides names of the outer one and leaves it as it was`() throws {
    var outer = Scope()
    let a = outer.declare("a")
    var inner = outer
    let hiding = inner.declare("a")
    let loop = inner.declareLoop()
    let outside = try Compiling.expression("a", scope: outer)
    let inside = try Compiling.expression("a + number", scope: inner)
    var evaluation = Evaluation(layout: outer.layout, request: PlanRequest())
    evaluation.slots[a] = .int(1)
    evaluation.slots[hiding] = .int(10)
    evaluation.slots[loop] = .int(.max)
    #expect(try outside.evaluate(&evaluation) == .int(1))
    #expect(try inside.evaluate(&evaluation) == .double(9_223_372_036_854_775_808))
    #expect(outer.layout.slots == inner.layout.slots)
  }

  @Test
  func `pieces of a text, joined, are the text`() throws {
    var random = SeededRandom(seed: 3)
    let alphabet = [
      "a", "bc", "ö", "1", "23", " ", "  ", "\n", "\t", ".", ",", "👍", "-", "incomprehensibilities",
    ]
    for _ in 0..<2_000 {
      let text = (0..<random.whole(0, 20)).map { _ in alphabet[random.whole(0, alphabet.count - 1)] }.joined()
      #expect(TextPieces.words(text).joined() == text)
      #expect(TextPieces.tokens(text).joined() == text)
      #expect(TextPieces.tokens(text).allSatisfy { !$0.isEmpty })
    }
  }

  @Test
  func `numbers are written as the shortest decimal that is read as the same number`() throws {
    var random = SeededRandom(seed: 4)
    for _ in 0..<20_000 {
      let double =
        switch random.whole(0, 2) {
        case 0: Double(bitPattern: random.next())
        case 1: Double(random.whole(-1_000_000_000, 1_000_000_000)) / 1_000
        default: Double(random.whole(-1_000_000, 1_000_000)) * random.unit()
        }
      guard double.isFinite else { continue }
      let text = Value.double(double).text
      #expect(Double(text) == double, "\(double)")
      #expect(Self.digits(text) == Self.digits(double.description), "\(double)")
    }
  }

  /// The digits of a number's text without zeros at either end.
  private static func digits(_ text: String) -> String {
    var digits = text.prefix { $0 != "e" }.filter(\.isNumber)[...]
    while digits.first == "0" { digits.removeFirst() }
    while digits.last == "0" { digits.removeLast() }
    return String(digits)
  }
}
