import Testing

@testable import Scenarios

struct ExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 / 2", "3.5"), ("6 / 2", "3"), ("7 % 3", "1"),
    ("-7 % 3", "-1"),
    ("1 / 0", "null"), ("5 % 0", "null"), ("0.1 + 0.2", "0.30000000000000004"), ("1e21", "1e+21"),
    ("1e-7", "1e-7"), ("123456789012345680000.0", "123456789012345680000"), ("0.000001", "0.000001"),
    ("9223372036854775807 + 1", "9223372036854776000"),
    ("-9223372036854775807 - 2", "-9223372036854776000"),
    ("9223372036854775807 * 2", "18446744073709552000"),
    ("-9223372036854775807 - 1", "-9223372036854775808"),
    ("-(-9223372036854775807 - 1)", "9223372036854776000"),
    ("(-9223372036854775807 - 1) / -1", "9223372036854776000"),
    ("(-9223372036854775807 - 1) % -1", "0"), ("0x10", "16"), ("1e3", "1000"), ("2.50", "2.5"),
    (".5", "0.5"),
    ("'a' + 1", #""a1""#), ("1 + 'a'", #""1a""#), ("'a' + null", #""anull""#), ("'5' * '2'", "10"),
    ("'a' - 1", "null"), ("null + 1", "1"), ("true + true", "2"), ("[1] + 2", #""[1]2""#),
    ("1 == 1.0", "true"), ("1 === '1'", "false"), ("null == undefined", "true"),
    ("[1, {a: 2}] == [1, {a: 2}]", "true"),
    ("'a' != 'b'", "true"), ("2 < 10", "true"), ("'2' < '10'", "false"), ("'2' < 10", "true"),
    ("1 >= 1", "true"),
    ("'x' < 1", "false"), ("!0", "true"), ("!''", "true"), ("![]", "false"), ("+'12'", "12"), ("- -1", "1"),
    ("null ?? 'b'", #""b""#), ("0 ?? 1", "0"), ("0 || 'b'", #""b""#), ("1 && 'b'", #""b""#),
    ("0 && 'b'", "0"),
    ("1 ? 2 : 3", "2"), ("0 ? 2 : 0 ? 3 : 4", "4"), ("true?.5:1", "0.5"),
    ("[1, 'two', null, true,]", #"[1,"two",null,true]"#),
    ("{a: 1, 'b c': {d: []}, 3: 4}", #"{"a":1,"b c":{"d":[]},"3":4}"#),
    ("{a: 1}.a", "1"), ("{a: 1}['a']", "1"), ("[1, 2][1]", "2"), ("[1][5]", "null"), ("[1][-1]", "null"),
    ("[1][0.5]", "null"),
    ("null.a.b", "null"), ("null?.a?.[0]", "null"), ("'añb'[1]", #""ñ""#), ("'añb'.length", "3"),
    ("[1, 2].length", "2"),
    ("{length: 5}.length", "5"), (#"'say "hi"\n\u0001\\'"#, #""say \"hi\"\n\u0001\\""#),
    (#"'\u{1F600}'"#, #""😀""#),
  ])
  func `operators give what JavaScript's give, with whole numbers exact`(_ text: String, _ json: String)
    throws
  {
    #expect(try Compiling.json(text) == json)
  }

  @Test
  func `a template joins its text and its values, and keeps the type of a single expression`() throws {
    var scope = Scope()
    let task = scope.declare("task")
    let loop = scope.declareLoop()
    let text = try Compiling.template("Agent #${number}: ${task}, $${x}", scope: scope)
    let single = try Compiling.template("${number}", scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest())
    evaluation.slots[task] = .string("say \"hi\"")
    evaluation.slots[loop] = .int(6)
    var buffer: [UInt8] = []
    try text.append(.json, to: &buffer, &evaluation)
    try single.append(.json, to: &buffer, &evaluation)
    #expect(String(decoding: buffer, as: UTF8.self) == #""Agent #7: say \"hi\", ${x}"7"#)
    #expect(try single.evaluate(&evaluation) == .int(7))
  }

  @Test
  func `what JSON must have escaped is, wherever it stands in a text, and nothing else`() throws {
    for place in 0..<20 {
      for scalar in (0..<0x180).compactMap({ Unicode.Scalar($0 as UInt32) }) {
        let text = String(repeating: "a", count: place) + String(Character(scalar)) + "éb"
        var json: [UInt8] = []
        Value.string(text).appendJSON(to: &json)
        #expect(try Value(json: json) == .string(text))
        let isEscaped = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        #expect(json.contains(UInt8(ascii: "\\")) == isEscaped)
      }
    }
  }
}
