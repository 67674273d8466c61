import Synchronization

/// What all streams and timelines together keep: variables, lists, bytes held back.
final class StreamMemory: Sendable {
  /// One stream's part of it.
  struct Share {
    private let memory: StreamMemory
    private var weight = 0

    init(_ memory: StreamMemory) { self.memory = memory }

    /// Says how many bytes the stream keeps now.
    ///
    /// - Returns: false if it came to keep more, and all together keep too many.
    mutating func update(_ weight: Int) -> Bool {
      guard weight != self.weight else { return true }
      let growth = weight - self.weight
      self.weight = weight
      let total = memory.total.wrappingAdd(growth, ordering: .relaxed).newValue
      return growth < 0 || total <= memory.limit
    }
  }

  static let limit = 256 << 20
  static let refusal = "all streams together keep more than 256 MiB of variables and held bytes"

  private let limit: Int
  private let total = Atomic<Int>(0)

  init(limit: Int = limit) { self.limit = limit }

  /// Bytes that are kept now.
  var used: Int { total.load(ordering: .relaxed) }
}
