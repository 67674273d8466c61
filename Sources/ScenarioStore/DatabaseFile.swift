import Foundation
import GRDB
import Platform
import Synchronization
import TextForms

/// The open database file: created if missing, set aside if damaged, reopened if it was replaced.
final class DatabaseFile: Sendable {
  private struct Open {
    var queue: DatabaseQueue
    var identity: FileIdentity?
    /// The file's state when it was opened for reading only; nil for a file opened for writing.
    var state: FileState?
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

  /// Returns the database. Opens the file if it is not open, or if `path` now leads to another file, because a write to an unlinked
  /// file would succeed but be lost. Blocks.
  func queue() throws -> DatabaseQueue {
    try open.withLock { open in
      if let current = open {
        let isSame = current.identity == FileIdentity(path: path)
        if isSame, current.state == nil || current.state == FileState(path: path) { return current.queue }
        open = nil
        try? current.queue.close()
        if !isSame { report(.replaced(path: path)) }
      }
      let state = isReadOnly ? FileState(path: path) : nil
      let queue = try state == nil ? openOrSetAside() : openReadOnly()
      open = Open(queue: queue, identity: FileIdentity(path: path), state: state)
      return queue
    }
  }

  /// Closes the file, so that the next access opens and checks it again.
  func forget() {
    open.withLock { open in
      try? open?.queue.close()
      open = nil
    }
  }

  private var directory: String {
    let directory = (path as NSString).deletingLastPathComponent
    return directory.isEmpty ? "." : directory
  }

  /// Whether less than 64 KiB of disk is left. SQLite reports a full disk as an I/O error when it extends the shared-memory file.
  var isDiskFull: Bool {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return false }
    return UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
      < 65_536
  }

  private func openOrSetAside() throws(StoreError) -> DatabaseQueue {
    try makeDirectory(directory)
    // Two processes must not create, migrate or set aside the same file at the same time.
    let lock: FileLock
    do throws(SystemError) {
      lock = try FileLock.wait(folder: directory)
    } catch {
      throw .cannotOpen(path: directory, reason: error.description)
    }
    defer { withExtendedLifetime(lock) {} }
    do throws(StoreError) {
      return try openChecked()
    } catch {
      guard case .damaged(let reason) = error else { throw error }
      let aside = try setAside()
      report(.setAside(from: path, to: aside, reason: reason))
      return try openChecked()
    }
  }

  /// Creates a folder and those above it.
  private func makeDirectory(_ directory: String) throws(StoreError) {
    if directory.isEmpty || FileManager.default.fileExists(atPath: directory) { return }
    try makeDirectory((directory as NSString).deletingLastPathComponent)
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
      throw .cannotOpen(path: path, reason: "the folder \(directory) cannot be made: \(errorText(errno))")
    }
  }

  // MARK: Reading only

  /// Whether the file can be read, but either it or the folder for its write-ahead log cannot be written.
  private var isReadOnly: Bool {
    guard access(path, R_OK) == 0 else { return false }
    return access(path, W_OK) != 0 || access(directory, W_OK) != 0
  }

  /// Opens the file for reading only. SQLite can open a file in WAL mode without its log, and without permission to create
  /// one, only as immutable; `queue()` reopens it after a change. <https://www.sqlite.org/wal.html#read_only_databases>
  private func openReadOnly() throws(StoreError) -> DatabaseQueue {
    let hasLog = (FileState(path: path)?.logSize ?? 0) > 0
    return try opened(hasLog ? path : immutableAddress, readOnly: true) { queue in
      try queue.read { db in
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
          throw StoreError.foreignFile(path: path)
        }
        guard try !Schema.migrator.hasBeenSuperseded(db) else { throw StoreError.newerSchema(path: path) }
        guard try Schema.migrator.hasCompletedMigrations(db) else {
          throw StoreError.readOnly(
            "\(path) is of an earlier version, and has to be written to be read by this one")
        }
      }
    }
  }

  /// The file's URI with `immutable=1`. <https://www.sqlite.org/uri.html>
  private var immutableAddress: String {
    let absolute = URL(fileURLWithPath: path).path
    let encoded = PercentEncoding.encode(absolute, keeping: "/-._~")
    return "file:\(String(decoding: encoded, as: UTF8.self))?immutable=1"
  }

  // MARK: Reading and writing

  private func openChecked() throws(StoreError) -> DatabaseQueue {
    try opened(path, readOnly: false) { queue in
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
    }
  }

  /// Opens the database at a path or URI and closes it again if `prepare` throws.
  private func opened(
    _ address: String, readOnly: Bool, _ prepare: (DatabaseQueue) throws -> Void
  ) throws(StoreError) -> DatabaseQueue {
    do {
      try checkHeader()
      var configuration = Configuration()
      configuration.label = "scenario-store"
      configuration.busyMode = .timeout(busySeconds)
      configuration.foreignKeysEnabled = true
      configuration.readonly = readOnly
      // Configuration.journalMode would also set synchronous=NORMAL.
      let queue = try DatabaseQueue(path: address, configuration: configuration)
      do {
        try prepare(queue)
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

  /// Checks the file before SQLite opens it: SQLite would delete the write-ahead log of a file that is empty.
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

  /// Renames the file and its write-ahead log, whose commits may not be in the file yet, so that a new file can be created.
  private func setAside() throws(StoreError) -> String {
    let base = (path as NSString).deletingPathExtension
    let suffix = (path as NSString).pathExtension
    let stamp = Timestamp.text(nanoseconds: WallClock.now).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    var count = 0
    var aside: String
    repeat {
      count += 1
      aside = "\(base).damaged-\(stamp)\(count == 1 ? "" : "-\(count)").\(suffix.isEmpty ? "sqlite" : suffix)"
    } while FileManager.default.fileExists(atPath: aside)
    try move(path, to: aside)
    for end in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
      try move(path + end, to: aside + end)
    }
    return aside
  }

  private func move(_ path: String, to aside: String) throws(StoreError) {
    guard rename(path, aside) == 0 else {
      throw .cannotOpen(
        path: self.path, reason: "it is damaged, and cannot be set aside: \(errorText(errno))")
    }
  }
}

/// The size and modification time of a file and the size of its write-ahead log. Equal states mean that nothing was written.
struct FileState: Hashable, Sendable {
  private let size: Int64
  private let modified: Int64
  /// Bytes of the write-ahead log; nil when there is none.
  let logSize: Int64?

  /// nil if there is no file.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    logSize = stat(path + "-wal", &status) == 0 ? Int64(status.st_size) : nil
  }
}

/// Identifies the file that a path leads to.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// nil if there is no file.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
