/// Where something stands in what was recorded: the number of its entry in the journal, and when it happened.
package struct Place: Hashable, Sendable {
  /// From 1; 0 for what has no entry of its own.
  package var entry: UInt64
  /// Nanoseconds of a clock that never goes back.
  package var moment: UInt64

  package init(entry: UInt64, moment: UInt64) {
    self.entry = entry
    self.moment = moment
  }
}
