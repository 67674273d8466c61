import MicroHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder that scenario files lie in, with the folders in it.
///
/// Paths are relative to it: `basics/counter.yaml`. Files that begin with a dot and links to folders are left out, and
/// what a link leads to outside of it is not read: whoever may put a file there may not read all that this process may.
struct ScenarioFolder: Sendable {
  /// What was found in one walk.
  struct Listing: Sendable {
    var files: [String: FileStamp] = [:]
    /// Relative paths; the folder itself is "".
    var folders: [String] = []
    /// More files than `maximumFiles`, or folders deeper than `maximumDepth`.
    var isIncomplete = false
  }

  enum Contents: Sendable {
    case text(String, FileStamp)
    /// Why there is no text: one sentence.
    case unreadable(String)
    /// A link that leads out of the folder.
    case outside
    case gone
  }

  static let maximumFiles = 10_000
  static let maximumDepth = 8

  /// As it was given on the command line, and so as it is shown.
  let path: String

  func displayPath(_ file: String) -> String { path.hasSuffix("/") ? path + file : "\(path)/\(file)" }

  func list() -> Listing {
    var listing = Listing()
    walk("", depth: 0, into: &listing)
    return listing
  }

  static func isScenarioFile(_ name: Substring) -> Bool {
    !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }

  private func walk(_ folder: String, depth: Int, into listing: inout Listing) {
    guard let stream = opendir(folder.isEmpty ? path : displayPath(folder)) else { return }
    defer { closedir(stream) }
    listing.folders.append(folder)
    let descriptor = dirfd(stream)
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(cString: $0)
        }
      }
      if name.hasPrefix(".") { continue }
      let relative = folder.isEmpty ? name : "\(folder)/\(name)"
      var status = stat()
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if status.isFolder {
        if depth < Self.maximumDepth {
          walk(relative, depth: depth + 1, into: &listing)
        } else {
          listing.isIncomplete = true
        }
      } else if Self.isScenarioFile(name[...]) {
        guard listing.files.count < Self.maximumFiles else {
          listing.isIncomplete = true
          continue
        }
        guard fstatat(descriptor, name, &status, 0) == 0, status.isRegularFile else { continue }
        listing.files[relative] = FileStamp(status)
      }
    }
  }

  /// The text of a file and its state when it was read.
  func read(_ file: String, limit: Int) -> Contents {
    do throws(ContainedFile.Failure) {
      return Self.read(try ContainedFile.open(file, in: path), limit: limit)
    } catch {
      switch error {
      case .missing: return .gone
      case .outside: return .outside
      case .failed(let why): return .unreadable("open: \(why)")
      }
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.isFolder
  }

  /// - Parameter path: of the process's working folder, not of a scenario folder.
  static func read(_ path: String, limit: Int) -> Contents {
    // O_NONBLOCK: opening a FIFO would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return errno == ENOENT ? .gone : .unreadable("open: \(String(cString: strerror(errno)))")
    }
    return read(descriptor, limit: limit)
  }

  /// Reads an open file, and closes it.
  private static func read(_ descriptor: Int32, limit: Int) -> Contents {
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isRegularFile else {
      return .unreadable("it is no regular file")
    }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count <= limit {
      let taken = bytes.withUnsafeMutableBytes { buffer in
        #if canImport(Glibc)
          Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        #else
          Darwin.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        #endif
      }
      if taken < 0 && errno == EINTR { continue }
      guard taken >= 0 else { return .unreadable("read: \(String(cString: strerror(errno)))") }
      if taken == 0 { break }
      count += taken
    }
    if count > limit {
      return .unreadable("the file is longer than \(limit) bytes, the most that a scenario may have")
    }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      return .unreadable("the file is not UTF-8")
    }
    return .text(text, FileStamp(status))
  }
}
