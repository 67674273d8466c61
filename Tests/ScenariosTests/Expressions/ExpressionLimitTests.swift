import Testing

@testable import Scenarios

@Suite("Limits of expressions")
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
      #expect(throws: error) { try expression.append(.json, to: &buffer, &evaluation) }
      #expect(buffer == [1], "nothing stays of what was written before the error")
      return error
    }
    return nil
  }

  @Test(
    "What would take too long or grow too large is refused",
    arguments: [
      ("range(1e9)", EvaluationError.tooManySteps), ("range(0, 10, 0).length", nil),
      ("repeat('ab', 40000)", .tooMuchOutput), ("repeat('ab', 32768).length", nil),
      ("repeat('', 9e18)", nil), ("repeat('a', 9e18)", .tooMuchOutput),
      ("padStart('a', 9e18)", .tooMuchOutput), ("padStart('a', 65537, 'é')", .tooMuchOutput),
      ("padStart('a', -9e18)", nil),
      ("upper(bodyText)", .tooMuchOutput),
      ("bodyText.length + bodyText.length + bodyText.length", .tooManySteps),
      ("bodyText + 'a'", .tooMuchOutput), ("bodyText.split('')", .tooManySteps),
      ("replaceAll(repeat('a', 1000), 'a', repeat('b', 1000))", .tooMuchOutput),
      ("join([x, x])", .tooMuchOutput), ("json([x, x])", .tooMuchOutput), ("hex(1e6)", .tooMuchOutput),
      ("words(1e6)", .tooManySteps),
      ("[x, x] + ''", .tooMuchOutput), ("x + x", .tooMuchOutput), ("chars(x)", .tooManySteps),
      ("encodeURIComponent(x)", .tooMuchOutput),
      ("indexOf(bodyText, repeat('a', 60000) + 'b')", nil), ("slice(bodyText, -5, 9e18)", nil),
      ("at(bodyText, -9e18)", nil),
      ("parseJson(repeat('[', 100) + repeat(']', 100))", nil),
    ] as [(String, EvaluationError?)])
  func budget(_ text: String, _ expected: EvaluationError?) throws {
    #expect(try Self.error(text, slot: .string(String(repeating: "é", count: 20_000))) == expected)
  }

  @Test("A value cannot be nested deeper than 64, however often it is wrapped")
  func depth() throws {
    var value = Value.null
    for _ in 0..<63 { value = .array([value]) }
    #expect(try Self.error("[x]", slot: value) == nil)
    #expect(try Self.error("[[x]]", slot: value) == .tooDeep)
    #expect(try Self.error("{a: {b: x}}", slot: value) == .tooDeep)
    #expect(try Self.error("concat([x], [[x]])", slot: value) == .tooDeep)
  }

  @Test("A value that holds itself many times cannot be doubled for ever")
  func doubling() throws {
    var value = Value.int(1)
    var turns = 0
    var scope = Scope()
    let slot = scope.declare("x")
    let expression = try Compiling.expression("[x, x]", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    #expect(throws: EvaluationError.tooManySteps) {
      while turns < 60 {
        evaluation.slots[slot] = value
        value = try expression.evaluate(&evaluation)
        turns += 1
      }
    }
    #expect(turns > 10)
  }

  @Test("Neither can a list or mapping of a `set` step that holds the variable it sets")
  func templates() throws {
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

  @Test("Each evaluation has the whole budget")
  func renewed() throws {
    let scope = Scope()
    let expression = try Compiling.expression("range(6000 + counter).length", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    for _ in 0..<10 { #expect(try expression.evaluate(&evaluation) == .int(6000)) }
  }
}
