import Testing
import TextForms

@testable import Scenarios

struct JSONReaderTests {
  @Test(arguments: [
    ("", "Line 1, column 1: a value is expected, and the text ends."),
    ("{\n  \"é\": [,]\n}", "Line 2, column 9: a value is expected."),
    ("[1 2]", "Line 1, column 4: ',' or ']' is expected."),
    ("[01]", "Line 1, column 2: a value is expected."),
    ("[1,", "Line 1, column 4: a value is expected, and the text ends."),
    ("{a: 1}", "Line 1, column 2: a name within quotation marks is expected."),
    ("{\"a\" 1}", "Line 1, column 6: ':' is expected after the name."),
    ("{\"a\":1", "Line 1, column 7: ',' or '}' is expected, and the text ends."),
    ("\"a\tb\"", "Line 1, column 3: a control character within a string must be written as an escape."),
    ("[\"ab", "Line 1, column 2: the string that begins here has no end."),
    ("\"\\x\"", "Line 1, column 2: JSON has no such escape."),
    ("\"\\u12g4\"", "Line 1, column 6: a hexadecimal digit is expected."),
    (
      "\"\\ud800!\"",
      "Line 1, column 2: this escape is one half of a surrogate pair, and the other half does not follow."
    ),
    ("1 2", "Line 1, column 3: the value has ended, and something follows it."),
    ("nul", "Line 1, column 1: a value is expected."),
  ])
  func `what is not JSON is refused with the place`(text: String, sentence: String) {
    let bytes = Array(text.utf8)
    let mistake = #expect(throws: JSONMistake.self) { try JSONValue(reading: bytes) }
    #expect(mistake?.sentence(in: bytes) == sentence)
  }

  @Test func `bytes that are not UTF-8 are refused where their string begins`() {
    let mistake = #expect(throws: JSONMistake.self) {
      try JSONValue(reading: [0x5B, 0x22, 0xC3, 0x22, 0x5D])
    }
    #expect(mistake == JSONMistake("the string is not UTF-8", at: 1))
  }

  @Test func `nesting is bounded, for values of expressions as for bodies`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSONValue(reading: nested(64))
    _ = try Value(json: nested(64))
    let mistake = JSONMistake("values may be nested at most 64 deep", at: 64)
    #expect(throws: mistake) { try JSONValue(reading: nested(65)) }
    #expect(throws: mistake) { try Value(json: nested(65)) }
    #expect(throws: mistake) { try JSONValue(reading: nested(100_000)) }
  }

  @Test(arguments: [
    "null", "[]", "{}", "[true,false,null,0,-1,12.5,\"\"]", "{\"a\":{\"b\":[{\"c\":\"é😀\\n\\\"\\\\\"}]}}",
  ])
  func `a text is read as what it says, by both who keep its values`(text: String) throws {
    #expect(try JSONValue(reading: Array(text.utf8)).bytes == Array(text.utf8))
    #expect(try Value(json: Array(text.utf8)).text == text)
  }

  @Test func `escapes and a byte order mark stand for what RFC 8259 says`() throws {
    let value = try JSONValue(reading: Array("\u{FEFF} \"\\u0041\\ud83d\\ude00\\/\\b\" ".utf8))
    #expect(value == .string("A😀/\u{8}"))
  }

  @Test func `of a name that comes twice the last value counts`() throws {
    let value = try JSONValue(reading: Array(#"{"a":1,"b":2,"a":"3"}"#.utf8))
    #expect(value["a"]?.text == "3")
    #expect(value["c"] == nil)
  }
}
