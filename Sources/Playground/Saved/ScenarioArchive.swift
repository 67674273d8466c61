import Archives
import ScenarioStore
import Scenarios
import TextForms

/// Packs saved scenarios into an archive, and unpacks one.
///
///     scenarios/counter.yaml
///     scenarios/agent-tasks.yaml
///     scenarios/@ann/my-stream.yaml
///
/// It can therefore be unpacked in the folder that contains `scenarios`. A participant's export has plain names, and a
/// participant owns all scenarios that they import, regardless of the folders in the archive.
enum ScenarioArchive {
  /// The most bytes that an archive may unpack to: the quota and the headers of tar.
  static let byteLimit = (64 << 20) + overhead
  /// Bytes allowed for the headers.
  static let overhead = 16 << 20
  static let entryLimit = 4_000

  struct Contents: Hashable, Sendable {
    var versions: [NewVersion] = []
    /// Names of entries that are not scenarios.
    var skipped: [String] = []
  }

  /// - Parameter owner: the participant whose scenarios these are; nil to keep the names as they are.
  static func pack(_ scenarios: [SavedScenario], of owner: String? = nil) throws(ArchiveError) -> [UInt8] {
    let entries = scenarios.map { scenario in
      let name = owner == nil ? ScenarioName.path(scenario.name) : ScenarioName.plain(scenario.name)
      return TarEntry(
        name: "scenarios/\(name).yaml", contents: Array(scenario.source.utf8),
        modified: UInt64(max(0, scenario.updated / 1_000_000_000)))
    }
    return try GzipData.compress(TarArchive.write(entries))
  }

  /// - Parameters:
  ///   - limit: the most bytes that it may unpack to.
  ///   - owner: the participant who imports it; nil to keep the names as they are.
  static func unpack(_ archive: [UInt8], limit: Int = byteLimit, for owner: String? = nil, note: String)
    throws -> Contents
  {
    var contents = Contents()
    var files: [String: String] = [:]
    for entry in try TarArchive.read(archive, limit: limit, entryLimit: entryLimit) {
      let parts = entry.name.split(separator: "/").map(String.init)
      let file = parts.last ?? entry.name
      guard let dot = file.lastIndex(of: "."), [".yaml", ".yml"].contains(file[dot...]) else {
        contents.skipped.append(entry.name.forSentence)
        continue
      }
      let folder = parts.dropLast().last ?? ""
      let name = ScenarioName.joined(
        owner ?? (folder.hasPrefix("@") ? String(folder.dropFirst()) : nil), String(file[..<dot]))
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
