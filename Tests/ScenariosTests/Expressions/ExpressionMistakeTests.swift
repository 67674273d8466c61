import Testing

@testable import Scenarios

struct ExpressionMistakeTests {
  private static func scope() -> Scope {
    var scope = Scope()
    _ = scope.declare("task")
    scope.parameters = ["agent_id"]
    return scope
  }

  @Test(arguments: [
    ("tsk", "1: unknown name 'tsk'; did you mean 'task'?"),
    ("Task", "1: unknown name 'Task'; did you mean 'task'?"),
    ("1 + foo", "5: unknown name 'foo'; declared here: task"),
    ("lastEventID", "1: unknown name 'lastEventID'; did you mean 'lastEventId'?"),
    (
      "index",
      "1: 'index' is known only inside 'repeat' or 'each'; use 'counter' for the number of the event"
    ),
    ("uuid", "1: 'uuid' is a function; write uuid()"),
    ("uppr('a')", "1: unknown function 'uppr'; did you mean 'upper'?"),
    ("frobnicate(1)", "1: unknown function 'frobnicate'; docs/expressions.md lists those there are"),
    ("'a'.toUpercase()", "5: unknown method 'toUpercase'; did you mean 'toUpperCase'?"),
    ("[1].flatMap(2)", "5: unknown method 'flatMap'; docs/expressions.md lists those there are"),
    ("counter(1)", "1: 'counter' takes no arguments; write counter"),
    ("task()", "1: 'task' is a variable, not a function; take the parentheses away"),
    ("params.agent_di", "8: unknown path parameter 'agent_di'; did you mean 'agent_id'?"),
    ("params['x']", "8: unknown path parameter 'x'; the path has agent_id"),
    ("int(1)", "1: int(min, max) takes 2 arguments, got 1"),
    ("round()", "1: round(x, digits?) takes 1 to 2 arguments, got 0"),
    ("min()", "1: min(x, more…) takes at least 1 argument, got 0"),
    ("uuid(1)", "1: uuid() takes 0 arguments, got 1"),
    (#"int("a", 1)"#, #"5: 'min' of int(min, max) must be a whole number, got "a""#),
    ("int(1, 2.5)", "8: 'max' of int(min, max) must be a whole number, got 2.5"),
    ("words('a b')", #"7: 'count' of words(count) must be a whole number, got "a b""#),
    ("join('a')", #"6: 'array' of join(array, separator?) must be an array, got "a""#),
    (
      "sine('fast', 0, 1)",
      #"6: 'period' of sine(period, min, max, x?) must be seconds, or a duration such as "30s", got "fast""#
    ),
    ("1 +", "4: expected a value, found the end of the expression"),
    ("", "1: an expression is missing here"),
    ("1 2", "3: expected the end of the expression or an operator, found the number 2"),
    ("task task", "6: expected the end of the expression or an operator, found the name 'task'"),
    ("(1 + 2", "1: '(' is not closed; add ')'"),
    ("upper('a'", "6: '(' is not closed; add ')'"),
    ("[1, 2", "1: '[' is not closed; add ']'"),
    ("{a: 1", "1: '{' is not closed; add '}'"),
    ("{a: 1 2}", "7: expected '}' or an operator, found the number 2"),
    ("1)", "2: expected the end of the expression or an operator, found ')'"),
    ("task.", "6: expected the name of a member, found the end of the expression"),
    ("1 ? 2", "6: expected ':' of the conditional '?', found the end of the expression"),
    ("'abc", "1: the text that begins here is not closed; add a ' at its end"),
    ("task = 1", "6: '=' does not assign in an expression; write '==' to compare, or use a 'set' step"),
    ("task & 1", "6: '&' is not an operator; did you mean '&&'?"),
    ("task | 1", "6: '|' is not an operator; did you mean '||'?"),
    ("x => x", "3: functions cannot be written in an expression; use those of the library"),
    ("`a`", "1: text is written between ' or \" in an expression, not between `"),
    ("“a”", "1: text is written between straight quotation marks, ' or \", not “"),
    ("1;", "2: an expression is one value; take the ';' away"),
    ("a @ b", "3: unexpected character '@' in an expression"),
    ("\u{1}", "1: unexpected character 'U+0001' in an expression"),
    ("5s", "1: '5s' is not a number; write a duration as text: \"5s\""),
    ("5x", "1: '5x' is not a number; a name begins with a letter"),
    ("0xzz", "1: a hexadecimal number is 0x and up to 15 digits, such as 0xff"),
    (
      #"'\u12'"#,
      #"2: an escape is \n, \t, \xHH, \uHHHH or \u{H…} of a Unicode character that is not a surrogate"#
    ),
    ("(1)(2)", "4: only functions of the library can be called, by their name"),
  ])
  func `each mistake is a sentence with its column and what would be right`(
    _ text: String, _ expected: String
  ) {
    #expect(Compiling.mistakes(text, scope: Self.scope()) == [expected])
  }

  @Test
  func `all unknown names and wrong arguments of an expression are reported at once`() {
    #expect(
      Compiling.mistakes("tsk + int('a', cunter)", scope: Self.scope()) == [
        "1: unknown name 'tsk'; did you mean 'task'?",
        #"11: 'min' of int(min, max) must be a whole number, got "a""#,
        "16: unknown name 'cunter'; did you mean 'counter'?",
      ])
  }

  @Test
  func `without variables an unknown name is explained as text without quotation marks`() {
    #expect(
      Compiling.mistakes("processing") == [
        "1: unknown name 'processing'; text is written in quotation marks: 'processing'"
      ])
  }

  @Test(arguments: [
    (
      "ab ${tsk} and ${cunter}",
      ["6: unknown name 'tsk'; did you mean 'task'?", "17: unknown name 'cunter'; did you mean 'counter'?"]
    ),
    ("ab ${task", ["4: '${' is not closed; add '}', or write '$${' for '${' itself"]),
    (
      "ab ${'task}",
      ["6: the text that begins here is not closed; add a ' at its end and a '}' to close the '${'"]
    ),
    ("é${}", ["4: an expression is missing here"]),
    ("${ {a: 1 }", ["1: '${' is not closed; add '}', or write '$${' for '${' itself"]),
  ])
  func `a mistake in a template is located in the whole text`(_ text: String, _ expected: [String]) {
    #expect(Compiling.templateMistakes(text, scope: Self.scope()) == expected)
  }

  @Test
  func
    `an expression that is too long, too deep or has too many operators is refused, and one at the limit is not`()
  {
    #expect(
      Compiling.mistakes("'" + String(repeating: "a", count: 4_095) + "'") == [
        "1: the expression is 4097 bytes long; at most 4 KiB are allowed, divide it by 'set' steps"
      ])
    #expect(Compiling.mistakes("'" + String(repeating: "a", count: 4_094) + "'").isEmpty)
    let deep = { String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0) }
    #expect(Compiling.mistakes(deep(63)).isEmpty)
    #expect(
      Compiling.mistakes(deep(64)) == [
        "65: the expression is nested deeper than 64; divide it by a 'set' step"
      ])
    let long = { "counter" + String(repeating: "+1", count: $0) }
    #expect(Compiling.mistakes(long(255)).isEmpty)
    #expect(
      Compiling.mistakes(long(256)) == [
        "518: the expression has more than 256 parts in a row; divide it by a 'set' step"
      ])
  }
}
