import Foundation
import Testing

@testable import Scenarios

/// Reading costs as much as there is text, whatever the text is.
struct LinearReadingTests {
  @Test(arguments: [
    "", "\n", "a", "a\r\nb\rc\n", String(repeating: "é\u{1F600}x", count: 200) + "\nz",
    String(repeating: "x", count: 192),
  ])
  func `a place and its offset belong together everywhere`(text: String) {
    let source = SourceText(bytes: Array(text.utf8))
    var (offset, line, column) = (0, 1, 1)
    var former: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if !(former == "\r" && scalar == "\n") {
        #expect(source.location(ofOffset: offset) == SourceLocation(line: line, column: column))
        #expect(source.offset(of: SourceLocation(line: line, column: column)) == offset)
      }
      offset += UTF8.width(scalar)
      column += 1
      if scalar == "\n" || scalar == "\r" {
        (line, column) = (former == "\r" && scalar == "\n" ? line : line + 1, 1)
      }
      former = scalar
    }
    #expect(source.location(ofOffset: offset) == SourceLocation(line: line, column: column))
    #expect(source.offset(of: SourceLocation(line: 99, column: 1)) == text.utf8.count)
    #expect(source.offset(of: SourceLocation(line: line, column: .max)) == text.utf8.count)
  }

  /// One line, many places: what took 8 s and more for 240 KB.
  static let texts: [@Sendable (Int) -> String] = [
    { "{\"steps\": [{\"data\": [\(list($0, "{\"a\": 1}"))]}]}" },
    { "steps: [{data: [\(list($0, "{a: 1}"))]}]" },
    { "steps: [{data: {k: 1, \(list($0, "b")): 1, k: 2}}]" },
    { "steps: [{data: {\" \": 1, \(String(repeating: " ", count: $0 * 20)) \" \": 2}}]" },
    { "steps: [{data: \"\(String(repeating: " ", count: $0 * 20))${nope}\"}]" },
    { "steps: [{data: \"\(String(repeating: "${nope} ", count: $0))\"}]" },
    { "steps: [{data: |\n  \(String(repeating: "${nope}\n  ", count: $0))}]" },
    { "steps: [\(list($0, "{dta: x}"))]" },
    { count in
      let names = (0..<count / 4).map { "v\($0): 1" }.joined(separator: ", ")
      return "vars: {\(names)}\nsteps: [{data: \"\(String(repeating: "${vx} ", count: count / 4))\"}]"
    },
    { count in
      let names = (0..<count / 4).map { "f\($0): []" }.joined(separator: ", ")
      return "fragments: {\(names)}\nsteps: [\(list(900, "{use: fx}"))]"
    },
    // Keys that are lists and mappings, which libYAML's composer compares by all that is in them.
    { count in
      let opening = String(repeating: "{? ", count: count / 12)
      return "steps: \(opening)[\(list(count * 10, "a"))]\(String(repeating: "}", count: count / 12))"
    },
    { count in
      let opening = String(repeating: "? ", count: count / 12)
      return "\(opening)\n  [\(list(count * 10, "a"))]"
    },
    { count in
      let key = String(repeating: "{", count: 20) + "a" + String(repeating: " :1}", count: 20)
      return "steps: [\(list(count / 4, "{\(key): 1}"))]"
    },
    { count in (0..<count).map { "%TAG !\($0)! a\n" }.joined() + "---\nsteps: [{data: a}]" },
  ]

  static func list(_ count: Int, _ element: String) -> String {
    repeatElement(element, count: count).joined(separator: ", ")
  }

  /// Time of this thread's processor, which others on the machine do not lengthen; eight times the text takes about eight times
  /// as long, and sixty-four times as long where a part of it is read again for each part.
  @Test(arguments: texts.indices)
  func `eight times the text is eight times the work`(number: Int) {
    func work(_ count: Int) -> Double {
      let text = Self.texts[number](count)
      return (0..<3).map { _ in
        let start = processorTime()
        _ = mistakes(in: text)
        return Double(processorTime() - start)
      }.min() ?? 0
    }
    let ratio = work(2_400) / max(work(300), 1)
    #expect(ratio < 24, "The work grew \(ratio) times")
  }

  private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test func `the first twenty mistakes have a suggestion`() {
    let steps = (0..<40).map { "  - data: x\n    evnt: \($0)\n" }.joined()
    #expect(mistakes(in: "steps:\n" + steps).components(separatedBy: "did you mean 'event'?").count == 21)
  }

  @Test func `a key that is a list is named, and one that only looks like it is read`() {
    #expect(mistakes(in: "steps: [{data: {? [a] : 1}}]").contains("a key must be text, got a list"))
    let records = (1...2_000).map { "    Nov 22 10:30:19 host sshd[\($0)]: Accepted\n" }.joined()
    #expect(mistakes(in: "steps:\n- raw: |\n\(records)") == "")
    let questions = (1...500).map { "    ? What is \($0), and why\n" }.joined()
    #expect(mistakes(in: "steps:\n- raw: |\n\(questions)") == "")
    // French has a space before the question mark.
    let french = (1...900).map { "- data: \"Vous êtes déjà là ? Réponse \($0) : oui\"\n" }.joined()
    #expect(mistakes(in: "steps:\n\(french)") == "")
  }

  @Test(arguments: ["\n", "\u{85}", "\u{2028}", "\u{2029}"])
  func `behind every line end of YAML a key may be a list`(lineEnd: String) {
    let keys = String(repeating: "\(lineEnd)? [a, a]\(lineEnd): 1", count: 2_000)
    #expect(mistakes(in: "steps:\n- json:\(keys)").contains("a key must be text, and from here on"))
  }

  @Test func `a hundred mistakes are told one by one, and the rest are counted`() throws {
    let steps = String(repeating: "- data: ${a.b}\n", count: 100)
    let lines = mistakes(in: "steps:\n" + steps).split(separator: "\n")
    #expect(lines.count == 300)
    let more = mistakes(in: "steps:\n" + steps + String(repeating: "- data: ${c.d}\n", count: 400))
      .split(separator: "\n")
    #expect(Array(more.prefix(300)) == lines)
    #expect(
      more.dropFirst(300).first
        == "test.yaml:102:11: error: here begin 400 more mistakes, which are not listed one by one")
    #expect(more.count == 303)
  }

  @Test func `warnings do not push mistakes out`() {
    let text = "steps:\n- data: [\(Self.list(500, "a:1"))]\n- dta: x\n"
    #expect(mistakes(in: text).contains("unknown key 'dta'"))
  }

  @Test func `a message quotes little of what is one character to the eye`() {
    let key = "da" + String(repeating: "\u{301}", count: 900)
    #expect(mistakes(in: "steps:\n- \(key): x").utf8.count < 2_000)
  }
}
