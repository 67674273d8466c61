/// What the clocks show when an action is performed. A plan never reads a clock: it is given this.
public struct ClockReading: Hashable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var wall: Int64
  /// Nanoseconds of a clock that never goes back; only differences mean anything.
  public var monotonic: UInt64

  public init(wall: Int64, monotonic: UInt64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}
