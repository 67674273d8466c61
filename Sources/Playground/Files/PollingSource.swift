import Platform

/// Finds changes of files by looking at them ten times a second, where the system offers nothing better.
///
/// A file counts as written when it looks the same twice in a row.
final class PollingSource: FolderEventSource {
  private let folder: ScenarioFolder
  private var last: ScenarioFolder.Listing
  private var changing: Set<String> = []

  private static let interval: Int32 = 100

  init(root: String) {
    folder = ScenarioFolder(path: root)
    last = folder.list()
  }

  func follow(_ folders: [String]) {}

  func wait(milliseconds: Int32, wake: Int32) -> [FolderEvent] {
    var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
    _ = poll(&descriptor, 1, min(milliseconds, Self.interval))
    return look()
  }

  /// Returns the changes since the last call.
  func look() -> [FolderEvent] {
    let now = folder.list()
    defer { last = now }
    var events: [FolderEvent] = now.folders == last.folders ? [] : [.anything]
    for (path, stamp) in now.files {
      if last.files[path] != stamp {
        changing.insert(path)
        events.append(.writing(path))
      } else if changing.remove(path) != nil {
        events.append(.written(path))
      }
    }
    for path in last.files.keys where now.files[path] == nil {
      changing.remove(path)
      events.append(.removed(path))
    }
    return events
  }
}
