import Platform
import Synchronization

/// The folder that files are served from. It is opened once, and again when its path names another folder.
final class ServedFolder: Sendable {
  /// Closed when the last reference to it goes away.
  final class Opened: Sendable {
    private let owned: OwnedDescriptor
    fileprivate let device: dev_t
    fileprivate let inode: ino_t

    fileprivate init?(_ path: String) {
      owned = OwnedDescriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
      var status = stat()
      guard owned.number >= 0, fstat(owned.number, &status) == 0 else { return nil }
      device = status.st_dev
      inode = status.st_ino
    }

    var descriptor: Int32 { owned.number }
  }

  private let path: String
  private let last = Mutex<Opened?>(nil)

  init(path: String) { self.path = path }

  /// The folder that the path names now; nil if there is none.
  var current: Opened? {
    var status = stat()
    let isThere = stat(path, &status) == 0
    return last.withLock { last in
      guard isThere else {
        last = nil
        return nil
      }
      if let last, last.device == status.st_dev, last.inode == status.st_ino { return last }
      last = Opened(path)
      return last
    }
  }
}
