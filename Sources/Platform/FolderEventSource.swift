/// A source of events about the files under a folder. Used by one thread.
package protocol FolderEventSource: AnyObject {
  /// Sets the folders to watch: all that exist now, as relative paths; "" is the root folder itself.
  func follow(_ folders: [String])

  /// Waits until there are events, `milliseconds` have passed (-1: no limit), or the descriptor `wake` is readable.
  func wait(milliseconds: Int32, wake: Int32) -> [FolderEvent]
}

/// An event about the files under a folder, with a path relative to it.
package enum FolderEvent: Hashable, Sendable {
  /// A file was created or written to, and may not be complete yet.
  case writing(String)
  /// A file is complete: closed after writing, or moved here.
  case written(String)
  /// A file was removed or moved away. An editor that saves by renaming puts a new one in its place immediately.
  case removed(String)
  /// Folders were added or removed, a file's permissions changed, or events were lost: everything must be read again.
  case anything
}
