import Foundation
import GRDB

/// Saved scenarios and their versions, in one SQLite file.
///
/// What a call answers is on disk: write-ahead log, `synchronous=FULL`. Several processes may use the file. A call does
/// its work on the database's own queue and never blocks the caller's thread.
package final class ScenarioStore: Sendable {
  package let limits: StoreLimits
  let file: DatabaseFile
  let now: @Sendable () -> Date

  /// Nothing is opened yet: the first call does, or ``open()``.
  ///
  /// - Parameters:
  ///   - path: the database file. It is made, and its folder too, when missing.
  ///   - busySeconds: for how long to wait for another process's write.
  ///   - report: told what the people who run the server must hear of.
  package init(
    path: String, limits: StoreLimits = StoreLimits(), busySeconds: Double = 5,
    now: @escaping @Sendable () -> Date = { Date() },
    report: @escaping @Sendable (StoreNotice) -> Void
  ) {
    self.limits = limits
    self.now = now
    file = DatabaseFile(path: path, busySeconds: busySeconds, report: report)
  }

  /// Opens the file now, so that what is wrong with it is heard at the start. Blocks.
  package func open() throws(StoreError) {
    do { _ = try file.queue() } catch { throw StoreError(error) }
  }

  /// Closes the file; the log is written into it. A later call opens it again.
  package func close() { file.forget() }

  /// All scenarios with their current texts, by name.
  package func list() async throws(StoreError) -> [SavedScenario] {
    try await access { queue in try await queue.read { db in try Records.list(db) } }
  }

  package func read(_ name: String) async throws(StoreError) -> SavedScenario {
    try await access { queue in
      try await queue.read { db in
        guard let scenario = try Records.scenario(db, name: name) else { throw StoreError.notFound(name) }
        return scenario
      }
    }
  }

  /// Those versions that are still kept, the latest first.
  package func versions(of name: String) async throws(StoreError) -> [VersionSummary] {
    try await access { queue in
      try await queue.read { db in
        guard let id = try Records.id(db, name: name) else { throw StoreError.notFound(name) }
        return try Records.versions(db, scenario: id)
      }
    }
  }

  package func version(_ number: Int, of name: String) async throws(StoreError) -> Version {
    try await access { queue in
      try await queue.read { db in
        guard let id = try Records.id(db, name: name) else { throw StoreError.notFound(name) }
        guard let version = try Records.version(db, scenario: id, number: number) else {
          throw StoreError.versionNotFound(name: name, number: number)
        }
        return version
      }
    }
  }

  /// What happened after `position`, in order; with none, only where the changes stand now.
  package func changes(after position: ChangePosition?) async throws(StoreError) -> ChangeLog {
    try await access { queue in
      try await queue.read { db in
        let here = ChangePosition(epoch: try Records.epoch(db), id: try Records.latestChange(db))
        guard let position, position.epoch == here.epoch, position.id <= here.id else {
          return ChangeLog(changes: [], position: here, isComplete: position == nil)
        }
        let changes = try Records.changes(db, after: position.id)
        let isComplete = Int64(changes.count) == here.id - position.id
        return ChangeLog(changes: changes, position: here, isComplete: isComplete)
      }
    }
  }

  /// Runs `body` on the open database; a damaged file is checked, and set aside, at the next call.
  func access<Result: Sendable>(
    _ body: @Sendable (DatabaseQueue) async throws -> Result
  ) async throws(StoreError) -> Result {
    do {
      return try await body(try file.queue())
    } catch {
      let error = StoreError(error)
      switch error {
      case .damaged: file.forget()
      case .inputOutput where file.isDiskFull, .cannotOpen where file.isDiskFull: throw .diskFull
      default: break
      }
      throw error
    }
  }
}

/// What the store accepts.
package struct StoreLimits: Hashable, Sendable {
  package var scenarios = 1_000
  /// Bytes of source text, all versions of all scenarios together.
  package var bytes = 64 << 20
  /// Scenarios of one owner.
  package var ownScenarios = 100
  /// One owner's texts may take this part of `bytes`: an eighth.
  package var ownShare = 8
  /// Versions of one scenario; the oldest go first.
  package var versions = 50
  /// Bytes of one source text.
  package var source = 256 << 10
  /// Bytes of a note and of an author's name.
  package var note = 2_048
  package var author = 256
  /// For how long a deleted scenario can be brought back. It goes earlier when its room is needed.
  package var undoSeconds = 3_600
  /// Change records kept.
  package var changes = 10_000
  /// Participants of a room.
  package var participants = 500

  package init() {}

  /// Bytes of source text, all versions of all scenarios of one owner together.
  package var ownBytes: Int { bytes / max(1, ownShare) }
}
