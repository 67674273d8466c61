import MicroHTTP
import Platform
import Synchronization

/// The latest changes to scenarios and in the room, for pages that show them.
///
/// Its IDs also identify the server's start, so that an ID from an earlier start is recognized as such.
final class ChangeFeed: Sendable {
  static let capacity = 1_000

  private struct State {
    var log: NumberedLog<FeedChange>
    var listeners: Set<StreamID> = []
    var wake: @Sendable (StreamID) -> Void = { _ in }
  }

  private let state: Mutex<State>

  init(start: UInt32 = .random(in: .min ... .max)) {
    state = Mutex(State(log: NumberedLog(name: NumberedName(start), capacity: Self.capacity)))
  }

  /// - Parameter wake: makes the server ask a stream again.
  func connect(wake: @escaping @Sendable (StreamID) -> Void) { state.withLock { $0.wake = wake } }

  var lastID: String { state.withLock { $0.log.lastID } }

  func append(_ changes: [FeedChange]) {
    guard !changes.isEmpty else { return }
    let (listeners, wake) = state.withLock { state in
      for change in changes { state.log.append(change) }
      return (state.listeners, state.wake)
    }
    for listener in listeners { wake(listener) }
  }

  /// Appends the differences between two states of the catalog.
  func append(_ difference: CatalogDifference, time: Int64 = WallClock.now) {
    func byIdentity(_ items: [CatalogItem]) -> [String: CatalogEntry] {
      Dictionary(
        items.map { ($0.entry.file ?? $0.entry.saved?.identity ?? $0.entry.name, $0.entry) },
        uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (byIdentity(difference.removed), byIdentity(difference.added))
    let changes = Set(old.keys).union(new.keys).sorted().compactMap { identity -> CatalogChange? in
      switch (old[identity], new[identity]) {
      case (let gone?, nil):
        CatalogChange(kind: .deleted, origin: gone.origin, name: gone.name, time: time)
      case (nil, let entry?):
        CatalogChange(
          kind: .created, origin: entry.origin, name: entry.name, isValid: entry.isValid, time: time)
      case (let former?, let entry?) where former.name != entry.name:
        CatalogChange(
          kind: .renamed, origin: entry.origin, name: entry.name, formerName: former.name,
          isValid: entry.isValid, time: time)
      case (let former?, let entry?) where former.differs(from: entry):
        CatalogChange(
          kind: .updated, origin: entry.origin, name: entry.name, isValid: entry.isValid, time: time)
      default: nil
      }
    }
    append(changes.map(FeedChange.scenario))
  }

  func changes(after id: String) -> NumberedLog<FeedChange>.Backlog {
    state.withLock { $0.log.elements(after: id) }
  }

  func listen(_ stream: StreamID) { state.withLock { _ = $0.listeners.insert(stream) } }
  func stopListening(_ stream: StreamID) { state.withLock { _ = $0.listeners.remove(stream) } }
}

extension CatalogEntry {
  fileprivate func differs(from other: CatalogEntry) -> Bool {
    updated != other.updated || saved != other.saved || mistakes != other.mistakes
      || address?.description != other.address?.description || source != other.source
  }
}
