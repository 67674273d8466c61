/// Nanoseconds of plan time.
package typealias PlanTime = UInt64

/// The work and output left in a stream's turn, before other streams get theirs.
///
/// A unit of work is one instruction, one node of an expression, or 64 bytes or 8 elements that an operation touches; a block,
/// sent or skipped, costs another `block` units. The meter is checked before a step begins, so one evaluation may overdraw it.
package struct Meter: Sendable, Hashable {
  /// The remaining units of work; negative once overdrawn.
  package var work: Int
  /// The remaining bytes of output; negative once overdrawn.
  package var bytes: Int

  package init(work: Int, bytes: Int) {
    self.work = work
    self.bytes = bytes
  }

  /// A stream's turn: at most about half a millisecond of work, as `plan-steps --turns` measures it, or 64 KiB.
  package static let turn = Meter(work: 25_000, bytes: 65_536)

  /// The work allowed for each task before the head, over all its turns: at most about two seconds.
  static let allowance = 2_000 * turn.work

  /// Units that a block costs in addition to its expressions: it takes about as long as this many instructions.
  static let block = 8

  var isSpent: Bool { work <= 0 || bytes <= 0 }

  /// Charges for an output of `count` bytes.
  mutating func charge(output count: Int) {
    work -= Self.block + count >> 6
    bytes -= count
  }
}

extension PlanTime {
  /// Returns the time `duration` nanoseconds later, or the latest possible time if that overflows.
  func later(by duration: UInt64) -> PlanTime {
    let (time, overflow) = addingReportingOverflow(duration)
    return overflow ? .max : time
  }
}
