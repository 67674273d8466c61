import MicroHTTP
import Synchronization

/// Wrong tokens of the last minute, by client: after ten the answers to further wrong ones wait.
final class TokenTries: Sendable {
  static let free = 10
  static let delay = Duration.seconds(1)
  private static let window: UInt64 = 60_000_000_000
  /// Clients that are counted; more begin anew.
  private static let clientLimit = 10_000

  private struct Count {
    var begun: UInt64
    var wrong = 0
  }

  private let counts = Mutex<[String: Count]>([:])

  /// Counts a wrong token.
  ///
  /// - Parameters:
  ///   - address: of the client; of IPv6 all of a /64 count as one.
  ///   - now: CLOCK_MONOTONIC, nanoseconds.
  /// - Returns: whether its answer has to wait.
  func countWrong(from address: String, at now: UInt64) -> Bool {
    let key = ClientNetwork.of(address)
    return counts.withLock { counts in
      if counts.count >= Self.clientLimit, counts[key] == nil {
        counts = counts.filter { now - min($0.value.begun, now) < Self.window }
        if counts.count >= Self.clientLimit { counts = [:] }
      }
      var count = counts[key] ?? Count(begun: now)
      if now - min(count.begun, now) >= Self.window { count = Count(begun: now) }
      count.wrong = min(count.wrong + 1, Self.free + 1)
      counts[key] = count
      return count.wrong > Self.free
    }
  }
}
