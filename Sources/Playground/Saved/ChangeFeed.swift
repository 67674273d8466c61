import MicroHTTP
import Synchronization

/// What happened lately to scenarios, for pages that show them.
///
/// Entries are numbered since the server started; an ID also names that start, so that one of an earlier start is known as
/// such:
///
///     id: 5f3a9c02-17
final class ChangeFeed: Sendable {
  static let capacity = 1_000

  enum Backlog: Sendable {
    /// Each with its ID.
    case changes([(id: String, change: CatalogChange)])
    /// What happened since cannot be told any more: everything has to be read again.
    case unknown
  }

  private struct State {
    var changes: [CatalogChange] = []
    /// The number of the last change.
    var last = 0
    var listeners: Set<StreamID> = []
    var wake: @Sendable (StreamID) -> Void = { _ in }
  }

  private let start: String
  private let state = Mutex(State())

  init(start: UInt32 = .random(in: .min ... .max)) {
    self.start = String(start, radix: 16)
  }

  /// - Parameter wake: makes the server ask a stream again.
  func connect(wake: @escaping @Sendable (StreamID) -> Void) { state.withLock { $0.wake = wake } }

  /// The ID of the last change.
  var lastID: String { state.withLock { id($0.last) } }

  func append(_ changes: [CatalogChange]) {
    guard !changes.isEmpty else { return }
    let (listeners, wake) = state.withLock { state in
      state.changes += changes
      state.last += changes.count
      state.changes.removeFirst(max(0, state.changes.count - Self.capacity))
      return (state.listeners, state.wake)
    }
    for listener in listeners { wake(listener) }
  }

  /// Appends what differs between two states of the catalog.
  func append(_ difference: CatalogDifference, time: Int64 = WallClock.now) {
    func byIdentity(_ items: [CatalogItem]) -> [String: CatalogEntry] {
      Dictionary(
        items.map { ($0.entry.file ?? $0.entry.saved?.identity ?? $0.entry.name, $0.entry) },
        uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (byIdentity(difference.removed), byIdentity(difference.added))
    append(
      Set(old.keys).union(new.keys).sorted().compactMap { identity in
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
      })
  }

  /// What happened after the change of that ID.
  func changes(after id: String) -> Backlog {
    state.withLock { state in
      let parts = id.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == start, let number = Int(parts[1]), number <= state.last,
        number >= state.last - state.changes.count
      else { return .unknown }
      let missed = state.changes.suffix(state.last - number)
      return .changes(missed.enumerated().map { (self.id(number + 1 + $0.offset), $0.element) })
    }
  }

  func listen(_ stream: StreamID) { state.withLock { _ = $0.listeners.insert(stream) } }
  func stopListening(_ stream: StreamID) { state.withLock { _ = $0.listeners.remove(stream) } }

  private func id(_ number: Int) -> String { "\(start)-\(number)" }
}

extension CatalogEntry {
  fileprivate func differs(from other: CatalogEntry) -> Bool {
    updated != other.updated || saved != other.saved || mistakes != other.mistakes
      || address?.description != other.address?.description || source != other.source
  }
}
