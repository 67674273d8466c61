import Foundation
import Playground
import Scenarios
import Testing

struct ScenarioSchemaTests {
  @Test func `the schema in the repository is the one that is made from the definitions`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/scenario.schema.json")
    let text = ScenarioSchema(reserved: .playground).text
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }
}
