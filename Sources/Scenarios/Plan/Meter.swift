/// Nanoseconds of plan time.
package typealias PlanTime = UInt64

/// What a turn of playing may still cost, before other streams get theirs.
///
/// A unit of work is one instruction, one node of an expression, or 64 bytes or 8 elements that an operation touches; a block,
/// sent or skipped, costs `block` units besides. The meter is checked before a step begins, so one evaluation may overdraw it.
package struct Meter: Sendable, Hashable {
  /// Units of work that are left; negative once it is overdrawn.
  package var work: Int
  /// Bytes of output that are left; negative once it is overdrawn.
  package var bytes: Int

  package init(work: Int, bytes: Int) {
    self.work = work
    self.bytes = bytes
  }

  /// A stream's turn: at most about half a millisecond of work, as `plan-steps --turns` measures it, or 64 KiB.
  package static let turn = Meter(work: 25_000, bytes: 65_536)

  /// At most about two seconds of work: the total, over many turns, for each task that comes before the head.
  static let allowance = 2_000 * turn.work

  /// Units that a block costs besides its expressions: it takes as long as this many instructions.
  static let block = 8

  var isSpent: Bool { work <= 0 || bytes <= 0 }

  /// Charges for an output of `count` bytes.
  mutating func charge(output count: Int) {
    work -= Self.block + count >> 6
    bytes -= count
  }
}

extension PlanTime {
  /// The time later by `duration`, capped at the latest time that fits.
  func later(by duration: UInt64) -> PlanTime {
    let (time, overflow) = addingReportingOverflow(duration)
    return overflow ? .max : time
  }
}
