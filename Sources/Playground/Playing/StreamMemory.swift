import Synchronization

/// The bytes that all streams and timelines keep: variables, lists, buffered bytes.
final class StreamMemory: Sendable {
  /// The part that one stream or timeline keeps.
  struct Share {
    private let memory: StreamMemory
    private var weight = 0

    init(_ memory: StreamMemory) { self.memory = memory }

    /// Sets how many bytes the stream keeps now.
    ///
    /// - Returns: false if that is more than before and all streams together exceed the limit.
    mutating func update(_ weight: Int) -> Bool {
      guard weight != self.weight else { return true }
      let growth = weight - self.weight
      self.weight = weight
      let total = memory.total.wrappingAdd(growth, ordering: .relaxed).newValue
      return growth < 0 || total <= memory.limit
    }
  }

  static let limit = 256 << 20
  static let refusal = "all streams together keep more than 256 MiB of variables and buffered bytes"

  private let limit: Int
  private let total = Atomic<Int>(0)

  init(limit: Int = limit) { self.limit = limit }

  /// Bytes that are kept now.
  var used: Int { total.load(ordering: .relaxed) }
}
