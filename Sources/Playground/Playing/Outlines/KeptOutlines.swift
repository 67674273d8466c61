import Scenarios
import Synchronization

/// The outlines of files and saved scenarios: each is made when it is first asked for, and kept with its version of the scenario.
final class KeptOutlines: Sendable {
  /// Actions of an outline that is kept.
  static let actions = 40
  /// Bytes of all that are kept together; what was asked for the longest ago goes first.
  static let byteLimit = 16 * 1_048_576
  /// Bytes of the writes of one.
  private static let writeLimit = 65_536

  private struct Kept {
    /// This version; gone when nothing plays or lists it any more.
    weak var item: CatalogItem?
    var bytes: [UInt8]
    var lastUse: UInt64

    var weight: Int { bytes.count + 256 }
  }

  private struct State {
    /// By name.
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

  /// The JSON of a scenario's outline:
  ///
  ///     {"actions":[{"time":0,"action":"head",…},…],"more":true}
  ///
  /// - Parameters:
  ///   - client: who asks, for its turn in the queue, and `asked` when.
  ///   - wall: what the clock shows to the plan, if it has to be made; nanoseconds since 1970.
  /// - Throws: as `OutlineQueue.run` does.
  func outline(
    of item: CatalogItem, _ scenario: Scenario, for client: String, asked: UInt64, wall: Int64
  ) async throws -> [UInt8] {
    if let bytes = find(item) { return bytes }
    return try await queue.run(for: client, asked: asked) {
      // Another one's turn may have made it.
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
      // Down to three quarters, so that it is not done each time.
      for (key, kept) in state.kept.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
        guard state.weight > byteLimit / 4 * 3 else { break }
        state.kept[key] = nil
        state.weight -= kept.weight
      }
    }
  }

  /// How many are kept.
  var count: Int { state.withLock { $0.kept.count } }
}
