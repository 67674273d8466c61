import Testing

@testable import Scenarios

struct ExpressionLibraryTests {
  @Test(arguments: ExpressionLibrary.entries)
  func `the example of each name and function gives what it says`(_ entry: ExpressionLibrary.Entry) throws {
    #expect(try Example.json(entry.example) == entry.value)
  }

  @Test
  func `no two functions have one name`() {
    let names = ExpressionLibrary.entries.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
