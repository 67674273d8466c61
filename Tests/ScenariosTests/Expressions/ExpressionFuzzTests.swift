import Testing

@testable import Scenarios

struct ExpressionFuzzTests {
  private static let pieces: [String] =
    ExpressionLibrary.functionNames.map { $0 + "(" } + ExpressionLibrary.methodNames.map { "." + $0 + "(" }
    + BuiltInName.allCases.map(\.rawValue)
    + [
      "+", "-", "*", "/", "%", "==", "!=", "<", "<=", "&&", "||", "??", "?", ":", "?.", ".", ",", "(", ")",
      "[", "]", "{", "}", "!", "x",
      "index", "number", "0", "1", "-1", "9223372036854775807", "-9223372036854775807", "1e308", "1e-320",
      "0.5", "'a'", "'é👍'", "''", "null",
      "true", "'5s'", "[1,2]", "{a:1}", "'\\u{1F600}'", "\"", "'", "\\", " ", "\n", "$", "é", "\u{0}", "`",
      "=", "length",
    ]

  /// Runs whatever compiles; there is nothing to expect but that it comes back.
  private static func run(_ text: String, _ evaluation: inout Evaluation, _ scope: Scope) -> Bool {
    var mistakes: [Mistake] = []
    guard let template = Template.compile(text, locate: Compiling.place, scope: scope, mistakes: &mistakes)
    else {
      #expect(!mistakes.isEmpty, "what does not compile is explained: \(text)")
      return false
    }
    let layout = scope.layout
    if evaluation.states.count < layout.states { evaluation = Self.evaluation(layout) }
    var buffer: [UInt8] = []
    do throws(EvaluationError) {
      try template.append(.json, to: &buffer, &evaluation)
      #expect(
        (try? Value(json: buffer)) != nil,
        "\(text) gives JSON, not \(String(decoding: buffer.prefix(200), as: UTF8.self))")
    } catch {
      #expect(buffer.isEmpty)
    }
    return true
  }

  private static func evaluation(_ layout: Layout) -> Evaluation {
    var evaluation = Evaluation(layout: layout, request: Example.request)
    evaluation.slots = [.int(.max), .array([.string("a"), .double(.nan), .int(.min)])]
    evaluation.clock = ClockReading(wall: .min, monotonic: .max)
    evaluation.elapsed = .max
    evaluation.counter = .max
    return evaluation
  }

  private static func scope() -> Scope {
    var scope = Scope()
    _ = scope.declareLoop()
    _ = scope.declare("x")
    return scope
  }

  @Test(arguments: 0..<4)
  func `random pieces of expressions never crash`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scope = Self.scope()
    var evaluation = Self.evaluation(scope.layout)
    for _ in 0..<1_000 {
      var text = "${"
      for _ in 0..<random.whole(1, 12) { text += Self.pieces[random.whole(0, Self.pieces.count - 1)] }
      _ = Self.run(text + "}", &evaluation, scope)
    }
  }

  @Test(arguments: 0..<4)
  func `calls with random arguments never crash`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scope = Self.scope()
    var evaluation = Self.evaluation(scope.layout)
    let values = [
      "null", "x", "index", "-x[2]", "x[2]", "0", "-1", "3", "1e308", "0/0", "1/0", "'a,b'", "''", "'é👍'",
      "[]", "[1,'a',null]", "{}",
      "{a:1,b:{c:[]}}", "true", "'30s'", "bodyText", "body", "headers", "query", "counter", "monotonic",
      "repeat('ab,', 9)", "0.1", "'%E0%'",
    ]
    var ran = 0
    for _ in 0..<1_000 {
      let entry = ExpressionLibrary.all[random.whole(0, ExpressionLibrary.all.count - 1)]
      let count = random.whole(entry.required, min(entry.most, entry.required + 3))
      let arguments = (0..<count).map { _ in
        let value = values[random.whole(0, values.count - 1)]
        // A name is not constant, so its kind is not checked at load.
        return random.whole(0, 1) == 0 ? "(x ? \(value) : 0)" : value
      }
      if Self.run("${\(entry.name)(\(arguments.joined(separator: ", ")))}", &evaluation, scope) { ran += 1 }
    }
    #expect(ran > 500, "most of the calls are evaluated, not refused")
  }

  @Test(arguments: 0..<4)
  func `valid expressions with bytes changed, added or taken away never crash`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scope = Self.scope()
    var evaluation = Self.evaluation(scope.layout)
    for _ in 0..<1_000 {
      let entry = ExpressionLibrary.entries[random.whole(0, ExpressionLibrary.entries.count - 1)]
      var scalars = Array("a ${\(entry.example)} $${ ${x[index] ?? {a: [1, '}']}}".unicodeScalars)
      for _ in 0..<random.whole(1, 4) {
        let place = random.whole(0, scalars.count - 1)
        switch random.whole(0, 2) {
        case 0: scalars.remove(at: place)
        case 1: scalars[place] = Unicode.Scalar(UInt8(random.whole(0, 127)))
        default: scalars.insert(scalars[random.whole(0, scalars.count - 1)], at: place)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      _ = Self.run(String(text), &evaluation, scope)
    }
  }

  @Test(arguments: 0..<4)
  func `random bytes are read as JSON or refused, never more`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alphabet = Array(#"{}[]",:\u0aeE+-.1234tfn "#.utf8) + [0x00, 0xC3, 0xA9, 0xFF]
    for _ in 0..<2_500 {
      let bytes = (0..<random.whole(0, 24)).map { _ in alphabet[random.whole(0, alphabet.count - 1)] }
      guard let value = try? Value(json: bytes) else { continue }
      var again: [UInt8] = []
      value.appendJSON(to: &again)
      #expect(throws: Never.self) { try Value(json: again) }
    }
  }
}
