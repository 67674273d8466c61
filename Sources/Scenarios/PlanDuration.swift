/// A duration as scenarios write it: `250ms`, `30s`, `5m`.
package enum PlanDuration {
  /// Nanoseconds; nil for what is no duration.
  package static func nanoseconds(_ text: String) -> UInt64? { Delay.nanoseconds(text) }
}
