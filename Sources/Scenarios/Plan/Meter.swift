/// Nanoseconds of plan time.
package typealias PlanTime = UInt64

/// What is left of a turn, after which others are served.
///
/// A unit of work is an instruction, a node of an expression, an output, an event passed by, or 64 bytes or 8 elements that an
/// operation touches. The meter is looked at before something is begun, so it may be overdrawn by one evaluation.
package struct Meter: Sendable, Hashable {
  package var work: Int
  /// Of output.
  package var bytes: Int

  package init(work: Int, bytes: Int) {
    self.work = work
    self.bytes = bytes
  }

  /// A stream's turn: at most about half a millisecond of work, as `plan-steps --turns` measures it, or 64 KiB.
  package static let turn = Meter(work: 25_000, bytes: 65_536)

  /// At most about two seconds of work: what may be spent in all, over many turns, on what comes before the head.
  static let allowance = 2_000 * turn.work

  /// What a block costs beside its expressions: as many instructions would take as long.
  static let block = 8

  var isSpent: Bool { work <= 0 || bytes <= 0 }

  /// Takes the work and the bytes of an output.
  mutating func charge(output count: Int) {
    work -= Self.block + count >> 6
    bytes -= count
  }
}

extension PlanTime {
  /// The time so much later, or the latest there is.
  func later(by duration: UInt64) -> PlanTime {
    let (time, overflow) = addingReportingOverflow(duration)
    return overflow ? .max : time
  }
}
