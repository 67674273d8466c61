/// A limit on the time since something last happened: since the last bytes for heartbeats and for a proxy's idle timeout (nginx's
/// `proxy_read_timeout`), since the head for the maximum age of a connection.
struct IdleTimer: Sendable {
  /// Nanoseconds; nil: never.
  let limit: UInt64?
  /// The time it counts from.
  private(set) var since: PlanTime = 0

  init(limit: UInt64?) { self.limit = limit }

  var due: PlanTime { limit.map { since.later(by: $0) } ?? .max }

  /// Counts from this time on, unless it already counts from a later one.
  mutating func restart(at time: PlanTime) { since = max(since, time) }
}
