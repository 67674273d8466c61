import Foundation
import Testing

@testable import Scenarios

/// Scenarios by chance, against what is promised of all of them. `scripts/properties COUNT` tries more than a test run does.
@Suite struct ScenarioPropertyTests {
  private static let count = Int(ProcessInfo.processInfo.environment["PROPERTY_COUNT"] ?? "") ?? 2_000
  private static let first = UInt64(ProcessInfo.processInfo.environment["PROPERTY_SEED"] ?? "") ?? 1
  private static let parts = 20

  static func text(_ document: Value) -> String {
    var bytes: [UInt8] = []
    document.appendJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func document(_ seed: UInt64) -> Value {
    var generator = RandomScenario(seed: seed)
    return generator.document()
  }

  @Test(arguments: 0..<parts)
  func `every scenario keeps what is promised`(part: Int) {
    var refused: [String] = []
    var failures = 0
    let seeds = stride(from: Self.first + UInt64(part), to: Self.first + UInt64(Self.count), by: Self.parts)
    for seed in seeds {
      let document = Self.document(seed)
      let problem: String?
      do throws(ScenarioMistakes) {
        problem = try ScenarioProperties(document).problem(seed: seed)
      } catch {
        refused.append("\(seed): \(error.mistakes.first { $0.severity == .error }?.message ?? "")")
        continue
      }
      guard let problem else { continue }
      func problemOf(_ document: Value) -> String? { try? ScenarioProperties(document).problem(seed: seed) }
      let smallest = Shrinking.smallest(document) { problemOf($0) != nil }
      let still = problemOf(smallest) ?? problem
      Issue.record("seed \(seed): \(problem)\nsmallest: \(still)\n\(Self.text(smallest))")
      failures += 1
      if failures == 3 { break }
    }
    // What is refused proves nothing.
    #expect(refused.count * 20 <= Self.count / Self.parts + 20, "refused: \(refused.prefix(20))")
  }

  /// What the generator makes. Requests, timelines and what takes another scenario have tests of their own.
  private static let keys = """
    title description tags path retry heartbeat open seed vars fragments request cors response attempts resume write proxy drop reorder firehose lineEnding bom steps
    event data id comment after wait silence repeat as every index label each break if then else switch cases default choose weight set use with raw text hex base64
    at cut events pace gate status headers contentType delay framing length respond gap duplicate buffer gzip xAccelBuffering idle maxAge answer end
    """

  @Test func `every key comes up`() {
    var text = ""
    for seed in 1...600 as ClosedRange<UInt64> { text += Self.text(Self.document(seed)) }
    for key in Self.keys.split(whereSeparator: \.isWhitespace) {
      #expect(text.contains("\"\(key)\":"), "\(key)")
    }
  }
}
