import Foundation
import GRDB
import Synchronization

/// The open database file: made when missing, set aside when damaged, opened again when somebody replaced it.
final class DatabaseFile: Sendable {
  private struct Open {
    var queue: DatabaseQueue
    var identity: FileIdentity?
  }

  let path: String
  private let busySeconds: Double
  private let report: @Sendable (StoreNotice) -> Void
  private let open = Mutex<Open?>(nil)

  init(path: String, busySeconds: Double, report: @escaping @Sendable (StoreNotice) -> Void) {
    self.path = path
    self.busySeconds = busySeconds
    self.report = report
  }

  /// The database; opens the file if it is not, or not the file at `path` any more.
  ///
  /// A write into a file that was unlinked would be acknowledged and lost.
  func queue() throws -> DatabaseQueue {
    try open.withLock { open in
      if let current = open {
        if current.identity == FileIdentity(path: path) { return current.queue }
        open = nil
        try? current.queue.close()
        report(.replaced(path: path))
      }
      let queue = try openOrSetAside()
      open = Open(queue: queue, identity: FileIdentity(path: path))
      return queue
    }
  }

  /// The next access opens the file, and so checks it, anew.
  func forget() {
    open.withLock { open in
      try? open?.queue.close()
      open = nil
    }
  }

  /// Whether less than a page for each file is left. SQLite tells a full disk as an I/O error where it grows the shared memory.
  var isDiskFull: Bool {
    let directory = (path as NSString).deletingLastPathComponent
    var status = statvfs()
    guard statvfs(directory.isEmpty ? "." : directory, &status) == 0 else { return false }
    return UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
      < 65_536
  }

  private func openOrSetAside() throws -> DatabaseQueue {
    let directory = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: directory.isEmpty ? "." : directory, withIntermediateDirectories: true)
    } catch {
      throw StoreError.cannotOpen(path: path, reason: error.localizedDescription)
    }
    return try DirectoryLock.hold(directory.isEmpty ? "." : directory) {
      do {
        return try openChecked()
      } catch let error as StoreError {
        guard case .damaged(let reason) = error else { throw error }
        let aside = try setAside()
        report(.setAside(from: path, to: aside, reason: reason))
        return try openChecked()
      }
    }
  }

  private func openChecked() throws(StoreError) -> DatabaseQueue {
    do {
      try checkHeader()
      var configuration = Configuration()
      configuration.label = "scenario-store"
      configuration.busyMode = .timeout(busySeconds)
      configuration.foreignKeysEnabled = true
      // Not Configuration.journalMode: GRDB sets synchronous=NORMAL with it.
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      do {
        try queue.writeWithoutTransaction { db in
          let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
          guard application == 0 || application == Schema.applicationID else {
            throw StoreError.foreignFile(path: path)
          }
          // <https://www.sqlite.org/wal.html>, <https://www.sqlite.org/pragma.html#pragma_synchronous>
          try db.execute(sql: "PRAGMA journal_mode = WAL")
          try db.execute(sql: "PRAGMA synchronous = FULL")
          try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
          let complaint = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
          guard complaint == "ok" else { throw StoreError.damaged(complaint) }
          guard try !Schema.migrator.hasBeenSuperseded(db) else { throw StoreError.newerSchema(path: path) }
        }
        try Schema.migrator.migrate(queue)
      } catch {
        try? queue.close()
        throw error
      }
      return queue
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      throw .cannotOpen(path: path, reason: error.message ?? "\(error.extendedResultCode)")
    } catch {
      throw StoreError(error)
    }
  }

  /// Looks at the file before SQLite does, which deletes the write-ahead log of a file it takes for an empty one.
  /// <https://www.sqlite.org/fileformat.html#the_database_header>
  private func checkHeader() throws {
    guard let handle = FileHandle(forReadingAtPath: path) else { return }
    defer { try? handle.close() }
    let start = try handle.read(upToCount: 16) ?? Data()
    if start.isEmpty {
      let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
      guard (log ?? 0) == 0 else { throw StoreError.damaged("it is empty, its write-ahead log is not") }
    } else if start != Data("SQLite format 3\0".utf8) {
      throw StoreError.damaged("it does not begin as a SQLite file does")
    }
  }

  /// Moves the file, with its write-ahead log (whose commits may not be in the file yet), out of the way.
  private func setAside() throws(StoreError) -> String {
    let base = (path as NSString).deletingPathExtension
    let suffix = (path as NSString).pathExtension
    let stamp = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    var count = 0
    var aside: String
    repeat {
      count += 1
      aside = "\(base).damaged-\(stamp)\(count == 1 ? "" : "-\(count)").\(suffix.isEmpty ? "sqlite" : suffix)"
    } while FileManager.default.fileExists(atPath: aside)
    do {
      try FileManager.default.moveItem(atPath: path, toPath: aside)
      for end in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
        try FileManager.default.moveItem(atPath: path + end, toPath: aside + end)
      }
    } catch {
      throw .cannotOpen(path: path, reason: "damaged, and cannot be set aside: \(error.localizedDescription)")
    }
    return aside
  }
}

/// Which file a path leads to.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// Nil when nothing is there.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// Keeps two processes from making, migrating or setting aside one file at the same time.
enum DirectoryLock {
  /// Runs `body` while holding an advisory lock (flock) on a directory.
  static func hold<Result>(_ directory: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = Foundation.open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError.cannotOpen(path: directory, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw StoreError.cannotOpen(path: directory, reason: "flock: \(String(cString: strerror(errno)))")
      }
    }
    return try body()
  }
}
