/// Where something stands in what was recorded: the number of its entry in the journal, and when it happened.
public struct Place: Hashable, Sendable {
  /// From 1; 0 for what has no entry of its own.
  public var entry: UInt64
  /// Nanoseconds of a clock that never goes back.
  public var moment: UInt64

  public init(entry: UInt64, moment: UInt64) {
    self.entry = entry
    self.moment = moment
  }
}
