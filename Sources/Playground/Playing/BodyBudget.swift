import Synchronization

/// The memory for request bodies that streams keep because their scenarios read them.
final class BodyBudget: Sendable {
  static let standardLimit = 67_108_864

  /// A reserved part of the budget, released with the last reference to it.
  final class Share: Sendable {
    private let budget: BodyBudget
    private let bytes: Int

    fileprivate init(_ budget: BodyBudget, bytes: Int) {
      self.budget = budget
      self.bytes = bytes
    }

    deinit { budget.used.withLock { $0 -= bytes } }
  }

  private let limit: Int
  private let used = Mutex(0)

  init(limit: Int = BodyBudget.standardLimit) { self.limit = limit }

  /// Reserves this many bytes; returns nil if they would exceed the limit.
  func share(of bytes: Int) -> Share? {
    let hasRoom = used.withLock { used in
      guard bytes <= limit - used else { return false }
      used += bytes
      return true
    }
    return hasRoom ? Share(self, bytes: bytes) : nil
  }
}
