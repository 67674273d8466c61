/// Where events of the files under a folder come from. Used by one thread.
package protocol FolderEventSource: AnyObject {
  /// Says which folders there are now, so that new ones are followed too. Paths are relative; the folder itself is "".
  func follow(_ folders: [String])

  /// Waits until something happens, or that many milliseconds, or until `wake` is readable.
  func wait(milliseconds: Int32, wake: Int32) -> [FolderEvent]
}

/// What a system says of the files under a folder; paths are relative to it.
package enum FolderEvent: Hashable, Sendable {
  /// A file is open for writing, or was made: more may come.
  case writing(String)
  /// A file is whole: closed after writing, or moved here.
  case written(String)
  /// A file went away; an editor that writes by renaming puts another in its place at once.
  case removed(String)
  /// Folders came or went, a file's permissions changed, or events were lost: look at everything.
  case anything
}
