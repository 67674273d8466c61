import Foundation

@testable import Scenarios

/// The scenarios of the repository's `scenarios` folder.
enum ShippedScenarios {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "scenarios")

  static let files: [URL] = {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "yaml" }.sorted {
      $0.path() < $1.path()
    }
  }()

  static let names = files.map { $0.deletingPathExtension().lastPathComponent }

  static func text(_ name: String) throws -> String {
    guard let file = files.first(where: { $0.deletingPathExtension().lastPathComponent == name }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }

  static func load(_ name: String) throws -> Scenario {
    try Scenario.load(text: try text(name), name: name, file: "scenarios/\(name).yaml", reserved: .none)
  }
}
