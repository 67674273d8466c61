import Foundation
import Testing

/// Holds the sources against the table of docs/architecture.md: arrows point down only.
@Suite struct LayeringTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  /// What each module may import, beside the system's own modules and the standard library's.
  private static let allowed: [String: Set<String>] = [
    "Platform": ["CPlatform"],
    "ServerSentEvents": [],
    "TextForms": [],
    "FieldValues": [],
    "Scenarios": ["FieldValues", "ServerSentEvents", "TextForms", "Yams"],
    "Judging": ["Scenarios", "ServerSentEvents"],
    "MicroHTTP": [
      "CMicrohttpd", "CPlatform", "FieldValues", "HTTPTypes", "Logging", "Platform", "TextForms",
    ],
    "ScenarioStore": ["GRDB"],
    "Archives": ["CZlib"],
    "OpenAPIDocument": [],
    "QRCodes": ["CQRencode"],
    "Playground": [
      "FieldValues", "ServerSentEvents", "Scenarios", "Judging", "MicroHTTP", "ScenarioStore", "Archives",
      "OpenAPIDocument", "Platform", "QRCodes", "TextForms", "CNettle", "HTTPTypes", "Logging",
    ],
    "PlaygroundCommand": [
      "Platform", "Playground", "QRCodes", "Scenarios", "TextForms", "ArgumentParser", "Configuration",
      "Logging",
    ],
  ]

  private static let system: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "Synchronization",
  ]

  /// Modules that must do without the system: their results depend on nothing but what they are given.
  private static let pure: Set<String> = [
    "FieldValues", "ServerSentEvents", "Scenarios", "TextForms", "Judging",
  ]

  private struct Import {
    var module: String
    var file: String
    var imported: String
  }

  private func imports() throws -> [Import] {
    let files = try #require(
      FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    var found: [Import] = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let path = file.pathComponents.dropFirst(Self.sources.pathComponents.count)
      let module = try #require(path.first)
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
        guard let keyword = words.firstIndex(of: "import"),
          words[..<keyword].allSatisfy({ ["public", "internal", "private"].contains($0) })
        else { continue }
        found.append(
          Import(
            module: module, file: path.joined(separator: "/"),
            imported: String(words.last?.prefix { $0 != "." } ?? "")))
      }
    }
    return found
  }

  @Test func `each module imports only what the architecture allows`() throws {
    let imports = try imports()
    #expect(Set(imports.map(\.module)).isSubset(of: Self.allowed.keys))
    for found in imports {
      let allowed = Self.allowed[found.module] ?? []
      let mayUseSystem = !Self.pure.contains(found.module)
      #expect(
        allowed.contains(found.imported) || (mayUseSystem && Self.system.contains(found.imported))
          || (found.file == "Platform/CLibrary.swift" && ["Glibc", "Musl"].contains(found.imported)),
        "\(found.file) imports \(found.imported)")
    }
  }

  @Test func `one file reads YAML`() throws {
    #expect(try Set(imports().filter { $0.imported == "Yams" }.map(\.file)).count == 1)
  }

  @Test func `the table of docs names every module`() throws {
    let text = try String(
      contentsOf: Self.sources.deletingLastPathComponent().appending(path: "docs/architecture.md"),
      encoding: .utf8)
    for module in Self.allowed.keys { #expect(text.contains("| `\(module)` |"), "\(module) is missing") }
  }
}
