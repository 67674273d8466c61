import GRDB
import Platform

/// Saved scenarios and their versions, in one SQLite file.
///
/// When a call returns, its changes are on disk (write-ahead log, `synchronous=FULL`). Several processes may use the file. The
/// `async` calls work on the database's own queue. Every call throws a ``StoreError`` if the file cannot be
/// used (opened, read or written); the `Throws` of a call lists only its other errors.
package final class ScenarioStore: Sendable {
  package let limits: StoreLimits
  let file: DatabaseFile
  let now: @Sendable () -> Int64

  /// Does not open the file; ``open()`` or the first call does.
  ///
  /// - Parameters:
  ///   - path: the database file. It and its folder are created if missing.
  ///   - busySeconds: how long to wait for another process's write.
  ///   - now: nanoseconds since 1970.
  ///   - report: called with notices for the server's operator.
  package init(
    path: String, limits: StoreLimits = StoreLimits(), busySeconds: Double = 5,
    now: @escaping @Sendable () -> Int64 = { WallClock.now },
    report: @escaping @Sendable (StoreNotice) -> Void
  ) {
    self.limits = limits
    self.now = now
    file = DatabaseFile(path: path, busySeconds: busySeconds, report: report)
  }

  /// Opens the file now, so that an error is reported at startup. Blocks.
  ///
  /// - Throws: ``StoreError``, for example `cannotOpen`, `foreignFile`, `newerSchema`, or `readOnly` for a schema that has to be migrated.
  package func open() throws(StoreError) {
    do { _ = try file.queue() } catch { throw StoreError(error) }
  }

  /// Closes the file, after SQLite has moved its write-ahead log into it. A later call opens it again.
  package func close() { file.forget() }

  /// - Returns: all scenarios with their current texts, sorted by name.
  /// - Throws: ``StoreError`` if the file cannot be used.
  package func list() async throws(StoreError) -> [SavedScenario] {
    try await access { queue in try await queue.read { db in try Records.list(db) } }
  }

  /// - Returns: the scenario with its current text.
  /// - Throws: ``StoreError/notFound(_:)`` if no saved scenario has the name, or only a deleted one.
  package func read(_ name: String) async throws(StoreError) -> SavedScenario {
    try await access { queue in
      try await queue.read { db in
        guard let scenario = try Records.scenario(db, name: name) else { throw StoreError.notFound(name) }
        return scenario
      }
    }
  }

  /// - Returns: the versions that are still kept, at most ``StoreLimits/versions``, the latest first.
  /// - Throws: ``StoreError/notFound(_:)`` if no saved scenario has the name.
  package func versions(of name: String) async throws(StoreError) -> [VersionSummary] {
    try await access { queue in
      try await queue.read { db in
        guard let id = try Records.id(db, name: name) else { throw StoreError.notFound(name) }
        return try Records.versions(db, scenario: id)
      }
    }
  }

  /// - Parameter number: from 1.
  /// - Throws: ``StoreError/notFound(_:)``, or ``StoreError/versionNotFound(name:number:)`` if the version does not exist or was dropped.
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

  /// - Returns: the changes after `position`, in order; without one, only the current position.
  /// - Throws: ``StoreError`` if the file cannot be used.
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

  /// Runs `body` on the open database. A file that turns out to be damaged is checked and set aside at the next call.
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

/// The limits of the store. Texts are measured in bytes of UTF-8.
package struct StoreLimits: Hashable, Sendable {
  /// Scenarios of all owners together; deleted ones do not count.
  package var scenarios = 1_000
  /// Bytes of source text, all versions of all scenarios together.
  package var bytes = 64 << 20
  /// Scenarios of one owner.
  package var ownScenarios = 100
  /// The divisor of `bytes` that gives one owner's share: 8 for an eighth.
  package var ownShare = 8
  /// Versions kept of one scenario; the oldest are dropped.
  package var versions = 50
  /// Bytes of one source text.
  package var source = 256 << 10
  /// Bytes of a note.
  package var note = 2_048
  /// Bytes of an author's name.
  package var author = 256
  /// How long a deleted scenario can be restored. It is removed earlier if its space is needed.
  package var undoSeconds = 3_600
  /// Change records kept.
  package var changes = 10_000
  /// Participants of a room.
  package var participants = 500

  package init() {}

  /// Bytes of source text, all versions of all scenarios of one owner together.
  package var ownBytes: Int { bytes / max(1, ownShare) }
}
