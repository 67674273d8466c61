import Testing

@testable import Scenarios

/// U+FEFF at the beginning of a text is part of it.
struct LeadingMarkTests {
  static let mark = "\u{FEFF}"

  static let values: [(yaml: String, text: String)] = [
    (#""\uFEFFx""#, mark + "x"), (#""\ufeff\U0000FEFF x""#, mark + mark + " x"), (#""\uFEFF""#, mark),
    ("\"\(mark)x\"", mark + "x"), ("'\(mark)x'", mark + "x"), ("\(mark)x", mark + "x"),
    (#"'\uFEFFx'"#, #"\uFEFFx"#), (#""x\uFEFF""#, "x" + mark), (#"" \uFEFF""#, " " + mark),
    ("|\n      \(mark)x", mark + "x"), (">-\n      \(mark)x", mark + "x"),
    ("|2\n       \(mark)x", " " + mark + "x"),
  ]

  @Test(arguments: values)
  func `it is kept in every style of scalar`(yaml: String, text: String) throws {
    let scenario = try load("steps:\n  - repeat: 1\n    data: \(yaml)\n")
    #expect(
      Array(Playing.text(scenario).utf8) == Array("data: \(text)\n\n".utf8))
  }

  @Test func `it is kept in raw text, keys and expressions`() throws {
    #expect(
      Array(Playing.text(try load(#"steps: [{raw: "\uFEFFdata: x\n\n"}]"#)).utf8)
        == Array("\(Self.mark)data: x\n\n".utf8))
    #expect(
      Array(Playing.text(try load(#"steps: [{data: {"\uFEFFa": "\uFEFF${1}"}}]"#)).utf8)
        == Array("data: {\"\(Self.mark)a\":\"\(Self.mark)1\"}\n\n".utf8))
  }

  @Test func `places in such a text are right`() {
    #expect(
      mistakes(in: "steps:\n  - data: \"\\uFEFF ${nope}\"").contains("test.yaml:2:21: error: unknown name"))
  }

  @Test func `one at the beginning of the file is none of any text`() throws {
    #expect(Playing.text(try load(Self.mark + "steps: [{data: x}]")) == "data: x\n\n")
  }
}
