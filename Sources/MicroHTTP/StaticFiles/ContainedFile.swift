import CPlatform
import Platform

/// Opens files that lie in a folder, or in one below it, and no others.
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
  package static func open(_ path: String, in folder: String) throws(Failure) -> Int32 {
    let root = openFolder(folder)
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

  private static func openFolder(_ folder: String) -> Int32 {
    Platform.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }
}
