import Platform

/// Holds events of files back until the files are at rest, so that no half of one is loaded.
///
/// Times are nanoseconds of a monotonic clock. A saved file is due 20 ms after its last event, at most 100 ms after its
/// first; a removed one 80 ms after, since editors that write by renaming remove first; one that is being written when it
/// is closed, or when nothing was written for 2 s.
struct Settling: Sendable {
  static let writtenDelay: UInt64 = 20_000_000
  static let writtenLimit: UInt64 = 100_000_000
  static let removedDelay: UInt64 = 80_000_000
  static let writingDelay: UInt64 = 2_000_000_000

  private struct Pending {
    var due: UInt64
    /// When the file was first whole, or first away, since it was last at rest.
    var first: UInt64?
  }

  private var pending: [String: Pending] = [:]
  private var everythingDue: UInt64?

  mutating func note(_ event: FolderEvent, at now: UInt64) {
    switch event {
    case .writing(let path):
      pending[path] = Pending(due: now + Self.writingDelay, first: nil)
    case .written(let path):
      let first = pending[path]?.first ?? now
      pending[path] = Pending(
        due: min(now + Self.writtenDelay, max(now, first + Self.writtenLimit)), first: first)
    case .removed(let path):
      pending[path] = Pending(due: now + Self.removedDelay, first: pending[path]?.first ?? now)
    case .anything:
      everythingDue = everythingDue ?? now + Self.writtenDelay
    }
  }

  /// When `take` will have something next.
  var deadline: UInt64? {
    (pending.values.map(\.due) + [everythingDue].compactMap { $0 }).min()
  }

  /// What is at rest by now; nil if nothing is.
  mutating func take(at now: UInt64) -> FolderChange? {
    let touched = pending.filter { $0.value.due <= now }.keys
    let looksAtEverything = everythingDue.map { $0 <= now } ?? false
    guard looksAtEverything || !touched.isEmpty else { return nil }
    if looksAtEverything { everythingDue = nil }
    for path in touched { pending[path] = nil }
    return FolderChange(touched: Set(touched), unsettled: Set(pending.keys))
  }

  /// What must not be looked at by a look at everything.
  var unsettled: Set<String> { Set(pending.keys) }
}
