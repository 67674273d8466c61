import Platform
import ScenarioStore
import TextForms

/// The data of a room that is not open: names, work and the room's file.
package enum RoomRemains {
  package struct Removed: Hashable, Sendable {
    package var participants = 0
    package var scenarios = 0
    /// Whether there was a room; its code, key and token were removed.
    package var hadRoom = false

    package var isNothing: Bool { self == Self() }
  }

  /// Removes everything permanently. Creates neither the folder nor the database if they do not exist.
  ///
  /// - Parameter notice: called with warnings for the user, such as that the database is damaged.
  /// - Throws: `Failure` if a running server has the room open, or if the database or the room's file cannot be changed.
  package static func forget(_ configuration: Configuration, notice: @escaping @Sendable (String) -> Void)
    async throws(Failure) -> Removed
  {
    let folder = configuration.dataFolder
    let path = RoomFile.path(in: folder)
    var removed = Removed()
    guard access(path, F_OK) == 0 || access(configuration.databasePath, F_OK) == 0 else { return removed }
    guard let lock = RoomLock.take(folder: folder, report: notice) else {
      throw Failure(
        "the room of '\(folder.forSentence)' is open in a running server: end that first, or forget the room on its page /room/"
      )
    }
    // Keeps servers from opening the room meanwhile.
    defer { withExtendedLifetime(lock) {} }
    if access(configuration.databasePath, F_OK) == 0 {
      let store = ScenarioStore(
        path: configuration.databasePath, limits: configuration.storeLimits, report: { notice("\($0)") })
      do throws(StoreError) {
        try store.open()
        removed.participants = try await store.participants().count
        removed.scenarios = try await store.list().count { $0.name.contains("/") }
        try await store.removeParticipants()
        store.close()
      } catch {
        throw Failure("\(error)")
      }
    }
    if unlink(path) == 0 {
      removed.hadRoom = true
    } else if errno != ENOENT {
      throw Failure("\(path) cannot be removed: \(errorText(errno))")
    }
    return removed
  }
}
