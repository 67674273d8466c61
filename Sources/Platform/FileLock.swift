/// A lock on a file or folder that one process at a time holds, until the value is released or the process ends in any way: flock(2).
package struct FileLock: Sendable {
  private let descriptor: OwnedDescriptor

  /// Takes the lock on a file, which is created with access for its owner only if it is missing.
  ///
  /// - Returns: nil if the lock is held already.
  /// - Throws: `SystemError` of open(2) or flock(2).
  package static func take(_ path: String) throws(SystemError) -> FileLock? {
    let lock = try FileLock(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW)
    return try lock.acquire(LOCK_EX | LOCK_NB) ? lock : nil
  }

  /// Takes the lock on a folder, and waits while another process holds it.
  ///
  /// - Throws: `SystemError` of open(2) or flock(2).
  package static func wait(folder: String) throws(SystemError) -> FileLock {
    let lock = try FileLock(opening: folder, O_RDONLY)
    _ = try lock.acquire(LOCK_EX)
    return lock
  }

  private init(opening path: String, _ flags: Int32) throws(SystemError) {
    let number = open(path, flags | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemError(call: "open", errno: errno) }
    descriptor = OwnedDescriptor(number)
  }

  /// - Returns: false if `operation` does not wait, and the lock is held.
  private func acquire(_ operation: Int32) throws(SystemError) -> Bool {
    while flock(descriptor.number, operation) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw SystemError(call: "flock", errno: errno) }
    }
    return true
  }
}
