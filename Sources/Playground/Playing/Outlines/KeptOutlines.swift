import Scenarios
import Synchronization

/// Outlines of files and saved scenarios. Each is computed when it is first requested, and kept with its version of the scenario.
final class KeptOutlines: Sendable {
  /// The most actions in a kept outline.
  static let actions = 40
  /// The most bytes of all kept outlines together; the least recently requested are dropped first.
  static let byteLimit = 16 * 1_048_576
  /// The most bytes of writes in one outline.
  private static let writeLimit = 65_536

  private struct Kept {
    /// This version of the scenario; nil once nothing plays or lists it.
    weak var item: CatalogItem?
    var bytes: [UInt8]
    var lastUse: UInt64

    var weight: Int { bytes.count + 256 }
  }

  private struct State {
    /// By scenario name.
    var kept: [String: Kept] = [:]
    var weight = 0
    var uses: UInt64 = 0
  }

  private let queue: OutlineQueue
  private let byteLimit: Int
  private let state = Mutex(State())

  init(queue: OutlineQueue, byteLimit: Int = byteLimit) {
    self.queue = queue
    self.byteLimit = byteLimit
  }

  /// Returns the JSON of a scenario's outline:
  ///
  ///     {"actions":[{"time":0,"action":"head",…},…],"more":true}
  ///
  /// - Parameters:
  ///   - client: the requesting client, for its turn in the queue; `asked` is when the request came.
  ///   - wall: the wall-clock time for the plan, if the outline has to be computed; nanoseconds since 1970.
  /// - Throws: the errors of `OutlineQueue.run`.
  func outline(
    of item: CatalogItem, _ scenario: Scenario, for client: String, asked: UInt64, wall: Int64
  ) async throws -> [UInt8] {
    if let bytes = find(item) { return bytes }
    return try await queue.run(for: client, asked: asked) {
      // Another request may have computed it meanwhile.
      if let bytes = find(item) { return bytes }
      let plan = scenario.plan(for: scenario.request())
      let outline = PlanOutline(plan, limit: Self.actions, byteLimit: Self.writeLimit, wall: wall)
      let bytes = outline.json.bytes
      if !Task.isCancelled { keep(bytes, item) }
      return bytes
    }
  }

  private func find(_ item: CatalogItem) -> [UInt8]? {
    state.withLock { state in
      state.uses &+= 1
      guard let kept = state.kept[item.entry.name], kept.item === item else { return nil }
      state.kept[item.entry.name]?.lastUse = state.uses
      return kept.bytes
    }
  }

  private func keep(_ bytes: [UInt8], _ item: CatalogItem) {
    state.withLock { state in
      state.uses &+= 1
      let kept = Kept(item: item, bytes: bytes, lastUse: state.uses)
      state.weight += kept.weight - (state.kept.updateValue(kept, forKey: item.entry.name)?.weight ?? 0)
      guard state.weight > byteLimit else { return }
      // Drops down to three quarters of the limit, so that the next insertions need not drop anything.
      for (key, kept) in state.kept.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
        guard state.weight > byteLimit / 4 * 3 else { break }
        state.kept[key] = nil
        state.weight -= kept.weight
      }
    }
  }

  /// The number of kept outlines.
  var count: Int { state.withLock { $0.kept.count } }
}
