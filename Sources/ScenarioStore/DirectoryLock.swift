import Foundation

/// Keeps two processes from making, migrating or setting aside one file at the same time.
enum DirectoryLock {
  /// Runs `body` while holding an advisory lock (flock) on a directory.
  static func hold<Result>(_ directory: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = Foundation.open(directory, O_RDONLY)
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
