import Platform

/// Holds back events of files until the files have settled, so that no half-written file is loaded.
///
/// Times are nanoseconds of a monotonic clock. A saved file has settled 20 ms after its last event, at most 100 ms after its
/// first; a removed file after 80 ms, because editors that write by renaming remove the file first; a file that stays open
/// for writing, 2 s after its last event.
struct Settling: Sendable {
  static let writtenDelay: UInt64 = 20_000_000
  static let writtenLimit: UInt64 = 100_000_000
  static let removedDelay: UInt64 = 80_000_000
  static let writingDelay: UInt64 = 2_000_000_000

  private struct Pending {
    var due: UInt64
    /// When the file was first completely written, or first removed, since it last settled.
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

  /// When `take` will next return something; nil if nothing is pending.
  var deadline: UInt64? {
    (pending.values.map(\.due) + [everythingDue].compactMap { $0 }).min()
  }

  /// Takes the files that have settled by `now`; nil if there are none.
  mutating func take(at now: UInt64) -> FolderChange? {
    let touched = pending.filter { $0.value.due <= now }.keys
    let looksAtEverything = everythingDue.map { $0 <= now } ?? false
    guard looksAtEverything || !touched.isEmpty else { return nil }
    if looksAtEverything { everythingDue = nil }
    for path in touched { pending[path] = nil }
    return FolderChange(touched: Set(touched), unsettled: Set(pending.keys))
  }

  /// The files that must be skipped when the whole folder is read.
  var unsettled: Set<String> { Set(pending.keys) }
}
