/// A duration as scenarios write it: `250ms`, `30s`, `5m`.
public enum PlanDuration {
  /// Nanoseconds; nil for what is no duration.
  public static func nanoseconds(_ text: String) -> UInt64? { Delay.nanoseconds(text) }
}
