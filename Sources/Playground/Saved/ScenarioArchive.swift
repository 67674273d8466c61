import Archives
import ScenarioStore
import TextForms

/// Saved scenarios as an archive, and the other way round.
///
///     scenarios/counter.yaml
///     scenarios/agent-tasks.yaml
///
/// So it can be unpacked where the scenario files lie.
enum ScenarioArchive {
  /// Bytes that an archive may unpack to: the quota, and the headers of tar.
  static let byteLimit = 80 << 20
  static let entryLimit = 4_000

  struct Contents: Hashable, Sendable {
    var versions: [NewVersion] = []
    /// Names of entries that are no scenarios.
    var skipped: [String] = []
  }

  static func pack(_ scenarios: [SavedScenario]) throws(ArchiveError) -> [UInt8] {
    let entries = scenarios.map { scenario in
      TarEntry(
        name: "scenarios/\(scenario.name).yaml", contents: Array(scenario.source.utf8),
        modified: UInt64(max(0, Timestamp.nanoseconds(scenario.updated) / 1_000_000_000)))
    }
    return try GzipData.compress(TarArchive.write(entries))
  }

  static func unpack(_ archive: [UInt8], note: String) throws -> Contents {
    var contents = Contents()
    var files: [String: String] = [:]
    for entry in try TarArchive.read(archive, limit: byteLimit, entryLimit: entryLimit) {
      let file = entry.name.split(separator: "/").last.map(String.init) ?? entry.name
      guard let dot = file.lastIndex(of: "."), [".yaml", ".yml"].contains(file[dot...]) else {
        contents.skipped.append(entry.name.forSentence)
        continue
      }
      let name = String(file[..<dot])
      if let other = files[name] {
        throw Refusal(
          .unprocessableContent,
          "The archive has two scenarios named '\(name.forSentence)': \(other.forSentence) and \(entry.name.forSentence)."
        )
      }
      files[name] = entry.name
      guard let source = String(validating: entry.contents, as: UTF8.self) else {
        throw Refusal(.unprocessableContent, "\(entry.name.forSentence) is not UTF-8.")
      }
      contents.versions.append(NewVersion(name: name, source: source, note: note))
    }
    return contents
  }
}
