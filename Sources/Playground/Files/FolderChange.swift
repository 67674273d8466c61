/// Files to look at again.
struct FolderChange: Hashable, Sendable {
  /// Read these even if they look unchanged: two saves may bear the same time and size.
  var touched: Set<String> = []
  /// Leave these as they are: somebody is writing them.
  var unsettled: Set<String> = []
}
