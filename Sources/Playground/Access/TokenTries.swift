import MicroHTTP
import Synchronization

/// Counts each client's wrong tokens per minute. After ten, responses to further wrong tokens are delayed.
final class TokenTries: Sendable {
  static let free = 10
  static let delay = Duration.seconds(1)
  private static let window: UInt64 = 60_000_000_000
  /// The most clients counted; when there are more within a minute, all counts start again.
  private static let clientLimit = 10_000

  private struct Count {
    var begun: UInt64
    var wrong = 0
  }

  private let counts = Mutex<[String: Count]>([:])

  /// Counts a wrong token.
  ///
  /// - Parameters:
  ///   - address: the client's address; the IPv6 addresses of one /64 count as one client.
  ///   - now: CLOCK_MONOTONIC, nanoseconds.
  /// - Returns: whether the response must be delayed.
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
