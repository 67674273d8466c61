import CPlatform

/// A lock on a file that one process at a time holds, until the value is released or the process ends in any way: flock(2).
package struct FileLock: Sendable {
  private let descriptor: OwnedDescriptor

  /// - Parameter path: the file, which is created with access for its owner only if it is missing.
  /// - Returns: nil if the lock is held already.
  package static func take(_ path: String) throws(SystemError) -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError(call: "open", errno: errno) }
    let owned = OwnedDescriptor(descriptor)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return nil }
      guard errno == EINTR else { throw SystemError(call: "flock", errno: errno) }
    }
    return FileLock(descriptor: owned)
  }
}
