import Archives
import ScenarioStore

extension SavedScenarios {
  /// Saves every scenario of an archive that is not saved with the same text already, all or none.
  ///
  /// - Parameter refuseExisting: whether a name that is there with another text refuses the archive.
  func importArchive(_ archive: [UInt8], refuseExisting: Bool) async throws -> ImportReport {
    let contents: ScenarioArchive.Contents
    do {
      contents = try ScenarioArchive.unpack(archive, note: "imported")
    } catch let error as ArchiveError {
      throw Refusal(.unprocessableContent, "The archive is refused: \(error.description.forSentence).")
    }
    return try await importVersions(
      contents.versions, skipped: contents.skipped, refuseExisting: refuseExisting)
  }

  func importVersions(
    _ versions: [NewVersion], skipped: [String] = [], refuseExisting: Bool
  ) async throws -> ImportReport {
    let known = Dictionary(
      try await store.list().map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    var report = ImportReport(skipped: skipped)
    var wanted: [NewVersion] = []
    for version in versions {
      switch known[version.name] {
      case nil: report.created.append(version.name)
      case let source? where Array(source.utf8) == Array(version.source.utf8):
        report.unchanged.append(version.name)
        continue
      default: report.updated.append(version.name)
      }
      wanted.append(version)
    }
    if refuseExisting, !report.updated.isEmpty {
      throw Refusal.conflict("other texts are saved as \(report.updated.joined(separator: ", "))")
    }
    if !wanted.isEmpty { try await save(all: wanted) }
    return report
  }
}
