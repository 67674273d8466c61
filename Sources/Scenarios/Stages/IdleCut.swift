/// A proxy that cuts a connection on which nothing came for a while, as nginx's `proxy_read_timeout` does.
struct IdleCut: Sendable {
  /// Nanoseconds; nil: never.
  let limit: UInt64?
  private(set) var since: PlanTime = 0

  init(limit: UInt64?) { self.limit = limit }

  var due: PlanTime { limit.map { since.later(by: $0) } ?? .max }

  /// Bytes came.
  mutating func reset(at time: PlanTime) { since = max(since, time) }
}
