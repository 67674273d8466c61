import Testing

@testable import Scenarios

struct ExpressionLimitTests {
  private static func error(_ text: String, slot value: Value = .null) throws -> EvaluationError? {
    var scope = Scope()
    let slot = scope.declare("x")
    let expression = try Compiling.expression(text, scope: scope)
    var evaluation = Evaluation(
      layout: scope.layout, request: PlanRequest(body: Array(repeating: 0x61, count: 1 << 20)))
    evaluation.slots[slot] = value
    do throws(EvaluationError) {
      _ = try expression.evaluate(&evaluation)
    } catch {
      var buffer: [UInt8] = [1]
      evaluation.begin()
      #expect(throws: error) { try expression.append(.json, to: &buffer, &evaluation) }
      #expect(buffer == [1], "nothing stays of what was written before the error")
      return error
    }
    return nil
  }

  @Test(
    arguments: [
      ("range(1e9 + counter)", EvaluationError.tooLarge), ("range(0, 10, counter).length", nil),
      ("[range(13e4 + counter), range(13e4 + counter), range(13e4 + counter)]", .tooMuchWork),
      ("repeat('ab', 40000 + counter)", .tooMuchOutput), ("repeat('ab', 32768 + counter).length", nil),
      ("repeat('', 9e18 + counter)", nil), ("repeat('a', 9e18 + counter)", .tooMuchOutput),
      ("padStart('a', 9e18 + counter)", .tooMuchOutput),
      ("padStart('a', 65537 + counter, 'é')", .tooMuchOutput),
      ("padStart('a', -9e18 + counter)", nil), ("padEnd(counter, 9, 'éa')", nil),
      ("upper(bodyText)", .tooMuchOutput),
      ("bodyText.length + bodyText.length + bodyText.length", nil),
      (
        "bodyText.length + bodyText.length + bodyText.length + bodyText.length + bodyText.length + bodyText.length + bodyText.length",
        .tooMuchWork
      ),
      (
        "bodyText < bodyText || bodyText < bodyText || bodyText < bodyText || bodyText < bodyText || bodyText < bodyText || bodyText < bodyText || bodyText < bodyText",
        .tooMuchWork
      ),
      ("bodyText + 'a'", .tooMuchOutput), ("bodyText.split('')", .tooLarge),
      ("replaceAll(repeat('a', 1000 + counter), 'a', repeat('b', 1000))", .tooMuchOutput),
      ("join([x, x])", .tooMuchOutput), ("json([x, x])", .tooMuchOutput), ("hex(1e6)", .tooMuchOutput),
      ("words(1e6)", .tooMuchOutput), ("json(repeat('\n', 40000 + counter))", .tooMuchOutput),
      ("[x, x] + ''", .tooMuchOutput), ("x + x", .tooMuchOutput), ("chars(x).length", nil),
      ("encodeURIComponent(x)", .tooMuchOutput), ("walk(0, 1, 0, 1, repeat('k', 257 + counter))", .longKey),
      ("indexOf(bodyText, repeat('a', 60000) + 'b')", nil), ("slice(bodyText, -5, 9e18)", nil),
      ("at(bodyText, -9e18)", nil), ("bodyText[1e6]", nil),
      ("time(repeat('y', 20000 + counter))", .tooMuchOutput),
      ("parseJson(repeat('[', 100 + counter) + repeat(']', 100))", nil),
      ("parseJson('[' + repeat('0,', 30000 + counter) + '0]').length", nil),
      (
        "parseJson('[' + repeat('0,', 30000 + counter) + '0]').length + parseJson('[' + repeat('0,', 30000) + '0]').length",
        .tooMuchWork
      ),
    ] as [(String, EvaluationError?)])
  func `what would take too long or grow too large is refused`(_ text: String, _ expected: EvaluationError?)
    throws
  {
    #expect(try Self.error(text, slot: .string(String(repeating: "é", count: 20_000))) == expected)
  }

  @Test
  func `a value cannot be nested deeper than 64, however often it is wrapped`() throws {
    var value = Value.null
    for _ in 0..<63 { value = .array([value]) }
    #expect(try Self.error("[x]", slot: value) == nil)
    #expect(try Self.error("[[x]]", slot: value) == .tooDeep)
    #expect(try Self.error("{a: {b: x}}", slot: value) == .tooDeep)
    #expect(try Self.error("concat([x], [[x]])", slot: value) == .tooDeep)
  }

  @Test
  func `what is known at load to be refused is a mistake`() {
    #expect(Compiling.mistakes("range(1e9)") == ["1: the expression gives a value of more than 8 MiB"])
    #expect(Compiling.mistakes("'a' + repeat('ab', 4e4)") == ["7: the expression gives more than 64 KiB"])
  }

  @Test
  func
    `once working out constants has cost a scenario too much at load, the rest is worked out when it plays`()
    throws
  {
    let scope = Scope()
    scope.foldingLeft = 10_000
    let expressions = try (0..<10).map { try Compiling.expression("sum(range(3000 + \($0)))", scope: scope) }
    #expect(expressions.first?.constant != nil)
    let last = try #require(expressions.last)
    #expect(last.constant == nil)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    #expect(try last.evaluate(&evaluation) == .int(3_008 * 3_009 / 2))
  }

  @Test
  func `memory of walks has a limit, however many keys there are`() throws {
    let scope = Scope()
    let expressions = try (0..<20).map { _ in
      try Compiling.expression("walk(0, 1, 0, 1, padStart(counter, 250))", scope: scope)
    }
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    var ended: EvaluationError?
    for expression in expressions where ended == nil {
      for turn in 0..<300 where ended == nil {
        evaluation.counter = turn
        evaluation.begin()
        do throws(EvaluationError) { _ = try expression.evaluate(&evaluation) } catch { ended = error }
      }
    }
    #expect(ended == .tooManyKeys)
  }

  @Test
  func `a value that holds itself many times cannot be doubled for ever`() throws {
    var value = Value.int(1)
    var turns = 0
    var scope = Scope()
    let slot = scope.declare("x")
    let expression = try Compiling.expression("[x, x]", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    #expect(throws: EvaluationError.tooLarge) {
      while turns < 60 {
        evaluation.begin()
        evaluation.slots[slot] = value
        value = try expression.evaluate(&evaluation)
        turns += 1
      }
    }
    #expect(turns > 10)
  }

  @Test
  func `neither can a list or mapping of a 'set' step that holds the variable it sets`() throws {
    var scope = Scope()
    let slot = scope.declare("x")
    let template = ValueTemplate.object([
      ("a", .array([.template(try Compiling.template("${x}", scope: scope))]))
    ])
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    #expect(throws: EvaluationError.tooDeep) {
      for _ in 0..<100 { evaluation.slots[slot] = try template.evaluate(&evaluation) }
    }
  }

  @Test
  func `each evaluation has the whole budget`() throws {
    let scope = Scope()
    let expression = try Compiling.expression("range(200000 + counter).length", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    for _ in 0..<10 {
      evaluation.begin()
      #expect(try expression.evaluate(&evaluation) == .int(200_000))
    }
    #expect(throws: EvaluationError.tooMuchWork) {
      for _ in 0..<10 { _ = try expression.evaluate(&evaluation) }
    }
  }
}
