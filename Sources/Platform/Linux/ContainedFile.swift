import CPlatform

/// Opens files in a folder or its subfolders, and no others.
package enum ContainedFile {
  package enum Failure: Error, Equatable {
    case missing
    /// A link leads out of the folder.
    case outside
    /// With the text of errno.
    case failed(String)
  }

  /// Opens a file. Links that stay within the folder are followed, absolute ones too.
  ///
  /// - Parameter path: below the folder.
  /// - Returns: a descriptor for reading, which the caller closes.
  /// - Throws: ``Failure``: `missing`, `outside` or `failed`.
  package static func open(_ path: String, in folder: String) throws(Failure) -> Int32 {
    let root = Platform.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw errno == ENOENT ? .missing : .failed(errorText(errno)) }
    defer { close(root) }
    let descriptor = cplatform_open_contained(root, path)
    switch descriptor {
    case 0...: return descriptor
    case -ENOENT, -ENOTDIR: throw .missing
    case -EXDEV: throw .outside
    default: throw .failed(errorText(-descriptor))
    }
  }

  /// Opens a file or folder below an open folder for reading. Relative links that stay below it are followed if the kernel can confine
  /// a path (`openat2`); else it is opened segment by segment, and no links are followed.
  ///
  /// - Returns: a descriptor, which the caller closes; negative on failure.
  package static func open(_ path: String, beneath folder: Int32) -> Int32 {
    let opened = cplatform_open_beneath(folder, path.isEmpty ? "." : path)
    return opened == -ENOSYS || opened == -EPERM ? openStepwise(folder, path) : opened
  }

  private static func openStepwise(_ folder: Int32, _ path: String) -> Int32 {
    var current = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for segment in path.split(separator: "/") {
      guard current >= 0 else { return current }
      let next = openat(current, String(segment), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      close(current)
      current = next
    }
    return current
  }
}
