import Testing

@testable import Scenarios

/// What YAML 1.2 and JSON allow, and libYAML by itself does not read.
struct YAMLReaderTests {
  static let mark = "\u{FEFF}"

  @Test(arguments: [
    mark + "title: x\nsteps:\n  - data: a\n", mark + "# c\n" + mark + "steps:\n  - data: a\n",
    "# c\n\n" + mark + "title: x\nsteps:\n  - data: a\n", mark + "---\ntitle: x\nsteps:\n  - data: a\n",
    mark + "{\"steps\": [{\"data\": \"a\"}]}", "steps:\n  - data: a\n...\n" + mark + "# end\n",
  ])
  func `a byte order mark where YAML allows one is not part of the text`(text: String) throws {
    #expect(Playing.text(try load(text)) == "data: a\n\n")
  }

  @Test(arguments: [
    #"{"steps": [{"data": {"t": "\ud83d\ude00 \u0041\/\b\f\n\r\t\\\""}}]}"#,
    "\t{\r\n\"steps\"\t:\n[ { \"data\"\n: {\"t\": \"\\uD83D\\uDE00 A/\\b\\f\\n\\r\\t\\\\\\\"\"} } ] }\n",
  ])
  func `a JSON text is read with its escapes and its white space`(text: String) throws {
    #expect(
      Playing.text(try load(text)) == "data: {\"t\":\"\u{1F600} A/\\b\\f\\n\\r\\t\\\\\\\"\"}\n\n")
  }

  @Test func `a key of a JSON text may have any length`() throws {
    let key = String(repeating: "k", count: 5_000)
    #expect(
      Playing.text(try load("{\"steps\": [{\"data\": {\"\(key)\": 1}}]}")) == "data: {\"\(key)\":1}\n\n")
    for text in ["steps: [{data: {\"\(key)\": 1}}]", "steps:\n  - data:\n      \(key): 1\n"] {
      #expect(mistakes(in: text).contains("a key may have at most 1,024 characters"))
    }
  }

  @Test func `the length of a key is counted in characters, not in bytes`() {
    func report(_ count: Int) -> String {
      mistakes(in: "title: x\n\(String(repeating: "ж", count: count))\nsteps: [{data: x}]\n")
    }
    #expect(report(1_024).contains("this line has no ': ' after its key"))
    #expect(report(1_025).contains("a key may have at most 1,024 characters"))
  }

  @Test(arguments: ["1E400", "-0", "18446744073709551615", "1.10", "-1e-7", "123456789012345678901234567890"])
  func `a number is sent with the digits it was written with`(number: String) throws {
    #expect(Playing.text(try load("steps: [{data: {n: \(number)}}]")) == "data: {\"n\":\(number)}\n\n")
    #expect(Playing.text(try load("{\"steps\": [{\"data\": [\(number)]}]}")) == "data: [\(number)]\n\n")
  }

  @Test(arguments: [
    (#""\ud83d\ude00""#, "\u{1F600}"), (#"'\ud83d\ude00'"#, #"\ud83d\ude00"#),
    (#"\ud83d\ude00"#, #"\ud83d\ude00"#),
    (#""\\ud83d""#, #"\ud83d"#), ("|\n      \\ud83d\\uFEFF", #"\ud83d\uFEFF"#),
    (#""a\uFEFFb""#, "a\u{FEFF}b"),
    ("a\u{2028}b", "a\u{2028}b"), ("'a\u{2029}b'", "a\u{2029}b"), ("\"a\u{85}b\"", "a\u{85}b"),
    ("a\u{85}b", "a\u{85}b"),
    ("\"a\u{7F}\u{80}\u{FFFE}\u{FFFF}\"", "a\u{7F}\u{80}\u{FFFE}\u{FFFF}"),
    ("\"\u{E000}\u{2028}\"", "\u{E000}\u{2028}"),
  ])
  func `what libYAML reads differently is the text that YAML 1.2 says`(yaml: String, text: String) throws {
    let scenario = try load("# \u{2028} c\nsteps:\n  - data: \(yaml)\n")
    #expect(Array(Playing.text(scenario).utf8) == Array("data: \(text)\n\n".utf8))
  }

  @Test func `only CR, LF and CRLF end a line, in texts and in places`() throws {
    #expect(
      Playing.text(try load("steps:\r  - data: |\r      a\u{2028}b\r      c\r"))
        == "data: a\u{2028}b\ndata: c\n\n")
    #expect(
      mistakes(in: "# a\u{2028}b\u{85}c\r\nsteps:\r  - dta: \u{2029}x\n")
        == "test.yaml:3:5: error: unknown key 'dta'; did you mean 'data'?\n      - dta:  x\n        ^")
  }

  @Test(arguments: [
    (#"{"steps": [{"data": "\ud83d x"}]}"#, "1:22"), ("steps:\n  - data: \"a \\ude00\"\n", "2:14"),
    (#"{"steps": [{"data": "\ud83d\ud83d\ude00"}]}"#, "1:22"),
  ])
  func `half a surrogate pair is a mistake at its place`(text: String, place: String) {
    #expect(
      mistakes(in: text).hasPrefix("test.yaml:\(place): error: this escape is one half of a surrogate pair"))
  }

  @Test(arguments: ["steps: [{data: \"${nope}\"}]", "{\"steps\":[{\"data\":\"\\ud83d\\ude00${nope}\"}]}"])
  func `places behind an escaped pair are right`(text: String) {
    let column = text.unicodeScalars.prefix { $0 != "$" }.count + 3
    #expect(mistakes(in: text).hasPrefix("test.yaml:1:\(column): error: unknown name 'nope'"))
  }

  @Test func `a key twice in a JSON text is a mistake at the second one`() {
    #expect(
      mistakes(in: "{\"steps\": [],\n \"steps\": []}").hasPrefix(
        "test.yaml:2:2: error: 'steps' appears twice")
    )
    #expect(
      mistakes(in: "{\"a\": [" + String(repeating: "[", count: 5_000)).contains("nested at most 32 deep"))
    let many = (0...10_000).map { _ in "1" }.joined(separator: ",")
    #expect(mistakes(in: "[\(many)]").contains("at most 10,000 values"))
  }

  @Test(arguments: [
    ("steps:\n\u{A0}\u{A0}- data: x\n", "2:1", "U+00A0 NO-BREAK SPACE"),
    ("steps:\n  -\u{A0}data: x\n", "2:4", "U+00A0 NO-BREAK SPACE"),
    ("steps:\n  - data: x\n  \u{3000}\u{3000}event: y\n", "3:3", "U+3000 IDEOGRAPHIC SPACE"),
    ("\u{200B}title: x\nsteps: []\n", "1:1", "U+200B ZERO WIDTH SPACE"),
    ("steps:\n  - da\u{AD}ta: x\n", "2:5", "U+00AD SOFT HYPHEN"),
    ("steps:\n  - \u{202E}data: x\n", "2:5", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("steps:\n  - data\u{FF1A}x\n", "2:5", "U+FF1A FULLWIDTH COLON"),
    ("title\u{FF1A} x\nsteps: []\n", "1:6", "U+FF1A FULLWIDTH COLON"),
    ("steps:\n  \u{2013} data: x\n", "2:3", "U+2013 EN DASH"),
    ("steps:\n  - data: \u{201C}a: b\u{201D}\n", "2:11", "U+201C LEFT DOUBLE QUOTATION MARK"),
    ("steps:\n  - after: 2\u{A0}s\n    data: x\n", "2:12", "U+00A0 NO-BREAK SPACE"),
    ("steps:\n  - data: ${1 +\u{200B} 2}\n", "2:16", "U+200B ZERO WIDTH SPACE"),
  ])
  func `a character that looks like part of YAML is named at its place`(
    text: String, place: String, name: String
  ) {
    let report = mistakes(in: text)
    #expect(report.hasPrefix("test.yaml:\(place): error: "), "\(report)")
    #expect(report.contains(name), "\(report)")
  }

  @Test(arguments: [
    "data: { a:1, b: 2 }", "data: { a:\"x\" }", "data: [a:1]", "data:\n      a:1", "data: { a:1 }",
  ])
  func `a colon without a space behind it gets a warning`(step: String) {
    #expect(mistakes(in: "steps:\n  - \(step)\n").contains("warning"))
    #expect(mistakes(in: "steps:\n  - \(step)\n").contains("a space belongs after the ':'"))
  }

  @Test(arguments: [
    "data: { \"a:1\": null, time: 12:30, c }", "data: [12:30, \"a:1\", http://localhost/]", "data: a:1",
    "data: {a: b:c}",
    "data: \u{201C}it\u{2019}s\u{201D} \u{2013} said", "data: a\u{A0}b\u{FF1A}c",
  ])
  func `a colon that is meant gets none`(step: String) {
    #expect(mistakes(in: "steps:\n  - \(step)\n") == "")
  }
}
