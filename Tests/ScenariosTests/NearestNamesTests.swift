import Testing
import TextForms

@Suite struct NearestNamesTests {
  private let names = ["counter", "agent", "agent-tasks", "log-lines", "metrics"]

  @Test(arguments: [
    ("conter", ["counter"]), ("cuonter", ["counter"]), ("Counter", ["counter"]), ("agnt", ["agent"]),
    ("tasks", ["agent-tasks"]), ("xyz", []), ("", []),
  ])
  func `finds names that are spelt almost alike`(_ word: String, _ expected: [String]) {
    #expect(NearestNames.of(word, among: names) == expected)
  }

  @Test func `counts changes, and a swap of neighbours as one`() {
    func distance(_ a: String, _ b: String) -> Int { NearestNames.distance(Array(a.utf8), Array(b.utf8)) }
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "abc") == 0)
    #expect(distance("abc", "acb") == 1)
    #expect(distance("kitten", "sitting") == 3)
  }

  @Test func `asks whether they are meant`() {
    #expect(NearestNames.question([]) == "")
    #expect(NearestNames.question(["a", "b"]) == " Did you mean 'a' or 'b'?")
  }
}
