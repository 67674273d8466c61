import Foundation
import Testing

@testable import Scenarios

/// Each .yaml in Mistakes is broken; the .txt beside it is all that loading it says. See Mistakes/README.md.
struct MistakeTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Mistakes")

  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (found ?? []).filter { $0.pathExtension == "yaml" }.map {
      $0.deletingPathExtension().lastPathComponent
    }.sorted()
  }()

  @Test(arguments: names)
  func `the mistakes are reported at their places`(name: String) throws {
    let bytes = try Data(contentsOf: Self.folder.appending(path: name + ".yaml"))
    var report: String
    do throws(ScenarioMistakes) {
      report = try Scenario.load(bytes: Array(bytes), name: name, file: name + ".yaml", reserved: .ofTests)
        .warnings.description
    } catch {
      report = error.description
    }
    report += "\n"
    let record = Self.folder.appending(path: name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try report.write(to: record, atomically: true, encoding: .utf8)
    }
    #expect(report == (try String(contentsOf: record, encoding: .utf8)))
    #expect(report.contains(name + ".yaml:"), "Nothing is reported")
  }

  @Test func `a report can be encoded and decoded`() throws {
    do throws(ScenarioMistakes) {
      _ = try Scenario.load(text: "steps: [{dat: x}]", name: "test", reserved: .ofTests)
      Issue.record("It was loaded")
    } catch {
      let data = try JSONEncoder().encode(error.report)
      #expect(try JSONDecoder().decode(MistakeReport.self, from: data) == error.report)
    }
  }
}
