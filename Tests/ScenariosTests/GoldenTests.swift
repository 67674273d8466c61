import Foundation
import Testing

@testable import Scenarios

/// Each folder in Golden is a scenario, perhaps a request, and the plan that comes of them. See Golden/README.md.
struct GoldenTests {
  /// What request.json may say; everything is optional.
  struct Request: Decodable {
    var method: String?
    var path: String?
    var parameters: [String: String]?
    var query: [String: String]?
    var headers: [String: String]?
    var body: String?
    var lastEventID: String?
    var attempt: Int?
    var seed: UInt64?
    /// Actions after which an endless plan is left.
    var limit: Int?

    var planRequest: PlanRequest {
      PlanRequest(
        method: method ?? "GET", path: path ?? "/play/golden", parameters: parameters ?? [:],
        query: (query ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
        headers: (headers ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
        body: Array((body ?? "").utf8), lastEventID: lastEventID, attempt: attempt ?? 1, session: "golden",
        seed: seed ?? 1)
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static let cases: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey])
    return (found ?? []).filter(\.hasDirectoryPath).map(\.lastPathComponent).sorted()
  }()

  @Test(arguments: cases)
  func `the plan is the recorded one`(name: String) throws {
    let folder = Self.folder.appending(path: name)
    let text = try String(contentsOf: folder.appending(path: "scenario.yaml"), encoding: .utf8)
    let scenario = try Scenario.load(text: text, name: "golden", file: "scenario.yaml", reserved: .none)
    let file = folder.appending(path: "request.json")
    let request =
      FileManager.default.fileExists(atPath: file.path())
      ? try JSONDecoder().decode(Request.self, from: Data(contentsOf: file)) : Request()
    let plan = PlanText.text(Playing.steps(scenario, request.planRequest, limit: request.limit ?? 200))
    let record = folder.appending(path: "plan.txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try plan.write(to: record, atomically: true, encoding: .utf8)
    }
    #expect(plan == (try String(contentsOf: record, encoding: .utf8)))
  }
}
