import Platform

/// The tasks of one loop, and when each of them is due.
struct LoopTasks {
  private var slots: [LoopTaskID: Int] = [:]
  private var free: [Int] = []
  private var deadlines = DeadlineHeap()
  private var entries: [(id: LoopTaskID, task: any LoopTask)?] = []

  var first: UInt64? { deadlines.first }

  mutating func add(_ task: any LoopTask, as id: LoopTaskID) {
    let slot = free.popLast() ?? entries.count
    if slot == entries.count { entries.append(nil) }
    entries[slot] = (id, task)
    slots[id] = slot
    deadlines.set(slot, to: 0)
  }

  mutating func wake(_ id: LoopTaskID) {
    if let slot = slots[id] { deadlines.set(slot, to: 0) }
  }

  /// Runs tasks that are due, each at most once and at least one of them, until `end`; the others keep their places.
  mutating func run(now: UInt64, until end: UInt64) {
    var again: [Int] = []
    while let slot = deadlines.popDue(now) {
      guard let (id, task) = entries[slot] else { continue }
      switch task.run(now: now) {
      case .at(let time): time > now ? deadlines.set(slot, to: time) : again.append(slot)
      case .soon: again.append(slot)
      case .whenWoken: break
      case .never:
        entries[slot] = nil
        slots[id] = nil
        free.append(slot)
      }
      if Monotonic.now >= end { break }
    }
    for slot in again { deadlines.set(slot, to: now) }
  }
}
