/// Where events of the files under a folder come from. Used by one thread.
protocol FolderEventSource: AnyObject {
  /// Says which folders there are now, so that new ones are followed too. Paths are relative; the folder itself is "".
  func follow(_ folders: [String])

  /// Waits until something happens, or that many milliseconds, or until `wake` is readable.
  func wait(milliseconds: Int32, wake: Int32) -> [FolderEvent]
}
