import Foundation
import Testing

@testable import Scenarios

/// docs/expressions.md, held against the library.
struct ExpressionDocumentTests {
  private static let document: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return (try? String(contentsOf: root.appending(path: "docs/expressions.md"), encoding: .utf8)) ?? ""
  }()

  /// Every `${expression}` → `value` of the document.
  private static let examples: [(String, String)] = document.matches(of: /`\$\{(.+?)\}` → `(.+?)`/).map {
    (String($0.1), String($0.2))
  }

  @Test(arguments: examples)
  func `each example in the document gives what stands beside it`(_ expression: String, _ value: String)
    throws
  {
    #expect(try Example.json(expression) == value)
  }

  @Test(arguments: ExpressionLibrary.entries)
  func `the document has a row for each name and function, as the library describes it`(
    _ entry: ExpressionLibrary.Entry
  ) {
    let row = "| `\(entry.signature)` | \(entry.summary) | `${\(entry.example)}` → `\(entry.value)` |"
    #expect(Self.document.contains(row), "missing: \(row)")
  }
}
