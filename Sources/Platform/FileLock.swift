import CPlatform

/// A file that one process at a time has, until it lets go of it or ends, however it ends: flock(2).
package struct FileLock: Sendable {
  private let descriptor: OwnedDescriptor

  /// - Parameter path: the file is made, for its owner only, if it is not there.
  /// - Returns: nil if another process has it.
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
