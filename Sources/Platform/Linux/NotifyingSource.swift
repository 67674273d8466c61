/// File events that the system reports: inotify(7).
package final class NotifyingSource: FolderEventSource {
  private let root: String
  private let isWanted: (Substring) -> Bool
  private let descriptor: Int32
  private var folders: [Int32: String] = [:]

  private static let mask = UInt32(
    IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF
      | IN_MOVE_SELF
      | IN_ATTRIB | IN_ONLYDIR)

  /// nil if the system has no inotify instance left.
  ///
  /// - Parameter isWanted: whether to report files with this name.
  package init?(root: String, isWanted: @escaping (_ name: Substring) -> Bool) {
    self.root = root
    self.isWanted = isWanted
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  package func follow(_ paths: [String]) {
    var now: [Int32: String] = [:]
    for path in paths {
      let watch = inotify_add_watch(descriptor, path.isEmpty ? root : "\(root)/\(path)", Self.mask)
      if watch >= 0 { now[watch] = path }
    }
    // Moving a folder out of the tree does not end its watch, so it has to be removed here.
    for watch in folders.keys where now[watch] == nil { inotify_rm_watch(descriptor, watch) }
    folders = now
  }

  package func wait(milliseconds: Int32, wake: Int32) -> [FolderEvent] {
    var descriptors = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&descriptors, 2, milliseconds) > 0 else { return [] }
    var events: [FolderEvent] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      buffer.withUnsafeBytes { bytes in
        append(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: &events)
      }
    }
    return events
  }

  private func append(_ bytes: UnsafeRawBufferPointer, to events: inout [FolderEvent]) {
    var offset = 0
    while offset + MemoryLayout<inotify_event>.size <= bytes.count {
      let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
      let nameStart = offset + MemoryLayout<inotify_event>.size
      let nameEnd = min(nameStart + Int(event.len), bytes.count)
      let name = String(decoding: bytes[nameStart..<nameEnd].prefix { $0 != 0 }, as: UTF8.self)
      offset = nameEnd
      if let event = folderEvent(mask: event.mask, watch: event.wd, name: name) { events.append(event) }
    }
  }

  private func folderEvent(mask: UInt32, watch: Int32, name: String) -> FolderEvent? {
    func holds(_ flags: Int32...) -> Bool { flags.contains { mask & UInt32($0) != 0 } }
    if holds(IN_Q_OVERFLOW, IN_IGNORED, IN_DELETE_SELF, IN_MOVE_SELF, IN_ATTRIB)
      || mask & UInt32(IN_ISDIR) != 0
    {
      return .anything
    }
    guard let folder = folders[watch], isWanted(name[...]) else { return nil }
    let path = folder.isEmpty ? name : "\(folder)/\(name)"
    if holds(IN_CLOSE_WRITE, IN_MOVED_TO) { return .written(path) }
    if holds(IN_DELETE, IN_MOVED_FROM) { return .removed(path) }
    if holds(IN_CREATE) {
      // A symbolic or hard link is complete when it is created, and no close follows.
      var status = stat()
      let isLink =
        lstat("\(root)/\(path)", &status) == 0
        && (status.st_mode & S_IFMT == S_IFLNK || status.st_nlink > 1)
      return isLink ? .written(path) : .writing(path)
    }
    return holds(IN_MODIFY) ? .writing(path) : nil
  }
}
