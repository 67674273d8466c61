import Platform

/// Limits the room of a data folder to one process: two servers would give the same names to different people.
///
/// The file stays when the process ends; the system releases the lock, even if the process was killed.
struct RoomLock: Sendable {
  static let fileName = "room.lock"
  private let lock: FileLock?

  /// - Parameters:
  ///   - folder: created if it does not exist.
  ///   - report: called with a sentence if locking fails; other processes can then open the room, too.
  /// - Returns: nil if another process has the room open.
  static func take(folder: String, report: (String) -> Void) -> RoomLock? {
    let path = "\(folder.isEmpty ? "." : folder)/\(fileName)"
    _ = mkdir(folder, 0o777)
    do throws(SystemError) {
      guard let lock = try FileLock.take(path) else { return nil }
      return RoomLock(lock: lock)
    } catch {
      report("\(path) cannot be locked (\(error)): nothing keeps a second server from opening the same room")
      return RoomLock(lock: nil)
    }
  }
}
