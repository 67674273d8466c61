import MicroHTTP
import Platform

/// The folder of scenario files, with the folders in it.
///
/// Paths are relative to it: `basics/counter.yaml`. Names that begin with a dot are skipped. A file that looks like a scenario but
/// does not play is reported with the reason. A link that leads out of the folder is not followed: a person who may put files there
/// may not be allowed to read everything that this process can read.
struct ScenarioFolder: Sendable {
  /// The result of one walk through the folder.
  struct Listing: Sendable {
    var files: [String: FileStamp] = [:]
    /// Relative paths; the folder itself is "".
    var folders: [String] = []
    /// The reasons why files and folders are left out, by relative path; the first hundred.
    var leftOut: [String: String] = [:]
    /// Whether there are more files than `maximumFiles`, or folders deeper than `maximumDepth`.
    var isIncomplete = false

    fileprivate mutating func leaveOut(_ path: String, _ reason: String) {
      if leftOut.count < ScenarioFolder.maximumLeftOut { leftOut[path] = reason }
    }
  }

  enum Contents: Sendable {
    case text(String, FileStamp)
    /// The reason why the text cannot be read, to put after "cannot be read: ".
    case unreadable(String)
    /// A link that leads out of the folder.
    case outside
    case gone
  }

  static let maximumFiles = 10_000
  static let maximumDepth = 8
  static let maximumLeftOut = 100

  /// The path as it was given on the command line, which is also how it is shown.
  let path: String

  func displayPath(_ file: String) -> String { path.hasSuffix("/") ? path + file : "\(path)/\(file)" }

  func list() -> Listing {
    var listing = Listing()
    walk("", depth: 0, into: &listing)
    return listing
  }

  static func isScenarioFile(_ name: Substring) -> Bool {
    !isHidden(name) && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }

  /// Compares the first byte: to a String, a dot followed by a combining mark is a different character.
  private static func isHidden(_ name: some StringProtocol) -> Bool { name.utf8.first == UInt8(ascii: ".") }

  private func walk(_ folder: String, depth: Int, into listing: inout Listing) {
    guard let stream = opendir(folder.isEmpty ? path : displayPath(folder)) else {
      if !folder.isEmpty { listing.leaveOut(folder, "the folder cannot be read: \(errorText(errno))") }
      return
    }
    defer { closedir(stream) }
    listing.folders.append(folder)
    let descriptor = dirfd(stream)
    while let entry = readdir(stream) {
      let (name, isUTF8) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          (String(cString: $0), String(validatingCString: $0) != nil)
        }
      }
      if Self.isHidden(name) { continue }
      let relative = folder.isEmpty ? name : "\(folder)/\(name)"
      guard isUTF8 else {
        listing.leaveOut(relative, "its name is not UTF-8")
        continue
      }
      var status = stat()
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if status.isFolder {
        if depth < Self.maximumDepth {
          walk(relative, depth: depth + 1, into: &listing)
        } else {
          listing.isIncomplete = true
        }
        continue
      }
      let isLink = status.st_mode & S_IFMT == S_IFLNK
      if isLink, fstatat(descriptor, name, &status, 0) != 0 {
        listing.leaveOut(relative, "it is a link that leads nowhere: \(errorText(errno))")
      } else if isLink, status.isFolder {
        listing.leaveOut(
          relative, "it is a link to a folder; copy the files, or serve that folder with SCENARIOS")
      } else {
        take(relative, name, status, into: &listing)
      }
    }
  }

  private func take(_ relative: String, _ name: String, _ status: stat, into listing: inout Listing) {
    guard Self.isScenarioFile(name[...]) else {
      if let reason = Self.almostScenario(name) { listing.leaveOut(relative, reason) }
      return
    }
    guard status.isRegularFile else { return listing.leaveOut(relative, "it is not a regular file") }
    guard listing.files.count < Self.maximumFiles else {
      listing.isIncomplete = true
      return
    }
    listing.files[relative] = FileStamp(status)
  }

  /// Returns why a file whose name resembles a scenario's is not one; nil for other names.
  private static func almostScenario(_ name: String) -> String? {
    let lower = name.lowercased()
    if lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") {
      return "the name of a scenario file ends in .yaml or .yml, in small letters"
    }
    return lower.hasSuffix(".json")
      ? "the name of a scenario file ends in .yaml or .yml; JSON is YAML, so another name is all it needs"
      : nil
  }

  /// Reads a file's text, with its stamp at that time.
  func read(_ file: String, limit: Int) -> Contents {
    let descriptor: Int32
    do throws(ContainedFile.Failure) {
      descriptor = try ContainedFile.open(file, in: path)
    } catch {
      switch error {
      case .missing: return .gone
      case .outside: return .outside
      case .failed(let why): return .unreadable("open: \(why)")
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isRegularFile else {
      return .unreadable("it is not a regular file")
    }
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(descriptor, limit: limit)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .unreadable("the file is not UTF-8")
      }
      return .text(text, FileStamp(status))
    } catch {
      return .unreadable(error.description)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.isFolder
  }
}
