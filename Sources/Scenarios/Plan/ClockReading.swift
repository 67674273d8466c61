/// What the clocks show when an action is performed. A plan never reads a clock: it is given this.
package struct ClockReading: Hashable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package var wall: Int64
  /// Nanoseconds of a clock that never goes back; only differences mean anything.
  package var monotonic: UInt64

  package init(wall: Int64, monotonic: UInt64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}
