/// A proxy that cuts a connection which is too old.
struct AgeCut: Sendable {
  /// Nanoseconds; nil: never.
  let limit: UInt64?
  /// When the head was sent.
  private var since: PlanTime = 0

  init(limit: UInt64?) { self.limit = limit }

  var due: PlanTime { limit.map { since.later(by: $0) } ?? .max }

  mutating func begin(at time: PlanTime) { since = time }
}
