import Testing

@testable import Scenarios

@Suite("Expression library")
struct ExpressionLibraryTests {
  @Test("The example of each name and function gives what it says", arguments: ExpressionLibrary.entries)
  func examples(_ entry: ExpressionLibrary.Entry) throws {
    #expect(try Example.json(entry.example) == entry.value)
  }

  @Test("No two functions have one name")
  func names() {
    let names = ExpressionLibrary.entries.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
