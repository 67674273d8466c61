/// A limit on the time since something last happened: an interval without bytes before a heartbeat, or, as nginx's
/// `proxy_read_timeout`, before a proxy cuts the connection. The age of a connection has such a limit, too.
struct IdleTimer: Sendable {
  /// Nanoseconds; nil: never.
  let limit: UInt64?
  /// When it was last restarted, or a later time until which it rests.
  private(set) var since: PlanTime = 0

  init(limit: UInt64?) { self.limit = limit }

  var due: PlanTime { limit.map { since.later(by: $0) } ?? .max }

  /// Counts from this time on, unless it already counts from a later one.
  mutating func restart(at time: PlanTime) { since = max(since, time) }
}
