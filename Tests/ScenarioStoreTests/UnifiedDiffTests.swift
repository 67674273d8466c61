import Testing

@testable import ScenarioStore

@Suite struct UnifiedDiffTests {
  @Test func `a difference reads as diff -u writes it`() {
    let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"
    let new = "a\nb\nc\nD\ne\nf\ng\nh\ni\nj\nk"
    #expect(
      UnifiedDiff.between(old, new, oldLabel: "one", newLabel: "two") == """
        --- one
        +++ two
        @@ -1,10 +1,11 @@
         a
         b
         c
        -d
        +D
         e
         f
         g
         h
         i
         j
        +k
        \\ No newline at end of file

        """)
  }

  @Test func `changes far apart are hunks of their own`() {
    let lines = (1...30).map { "\($0)\n" }
    var changed = lines
    changed[1] = "two\n"
    changed.remove(at: 25)
    let diff = UnifiedDiff.between(lines.joined(), changed.joined(), oldLabel: "a", newLabel: "b")
    #expect(
      diff.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -1,5 +1,5 @@", "@@ -23,7 +23,6 @@"])
  }

  @Test func `equal texts have no difference`() {
    #expect(UnifiedDiff.between("a\n", "a\n", oldLabel: "a", newLabel: "b").isEmpty)
  }

  @Test func `characters that look alike but are other bytes are a difference`() {
    #expect(
      UnifiedDiff.between("\u{e9}\n", "e\u{301}\n", oldLabel: "a", newLabel: "b").contains("+e\u{301}\n"))
  }

  @Test func `applying a difference gives the new text`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      func text() -> String {
        let lines = (0..<Int.random(in: 0...12, using: &random)).map { _ in
          ["a", "b", "c", ""].randomElement(using: &random) ?? ""
        }
        return lines.joined(separator: "\n")
      }
      let (old, new) = (text(), text())
      let diff = UnifiedDiff.between(old, new, oldLabel: "a", newLabel: "b")
      #expect(try apply(diff, to: old) == new, "\(old.debugDescription) → \(new.debugDescription)")
    }
  }

  @Test func `texts that have too little in common are shown as one replacement`() {
    let old = (0..<2_000).map { "old \($0)\n" }.joined()
    let new = (0..<2_000).map { "new \($0)\n" }.joined()
    let diff = UnifiedDiff.between(old, new, oldLabel: "a", newLabel: "b")
    #expect(diff.hasPrefix("--- a\n+++ b\n@@ -1,2000 +1,2000 @@\n-old 0\n"))
    #expect(diff.hasSuffix("+new 1999\n"))
  }

  private struct Mismatch: Error { var line: String }

  /// What `patch` does, with every check and without any guessing.
  private func apply(_ diff: String, to old: String) throws -> String {
    guard !diff.isEmpty else { return old }
    func terminated(_ text: String) -> [String] {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) + "\n" }
      let last = lines.removeLast()
      if last != "\n" { lines.append(String(last.dropLast())) }
      return lines
    }
    var input = terminated(old)[...]
    var consumed = 0
    var output: [String] = []
    let lines = terminated(diff).dropFirst(2)
    for (index, line) in lines.enumerated() {
      let next = lines.dropFirst(index + 1).first ?? ""
      let content = String(next.hasPrefix("\\") ? line.dropFirst().dropLast() : line.dropFirst())
      switch line.first {
      case "@":
        let start = Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0
        let isEmpty = line.contains(",0 +")
        while consumed < (isEmpty ? start : start - 1), let kept = input.popFirst() {
          output.append(kept)
          consumed += 1
        }
      case " ", "-":
        guard let first = input.popFirst(), first == content else { throw Mismatch(line: line) }
        consumed += 1
        if line.first == " " { output.append(first) }
      case "+": output.append(content)
      default: break
      }
    }
    return (output + input).joined()
  }
}
