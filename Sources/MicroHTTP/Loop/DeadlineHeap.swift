/// At most one deadline per slot, the earliest first: a heap with four children per node, whose entries hold no references.
struct DeadlineHeap {
  private struct Entry {
    var deadline: UInt64
    var slot: Int32
  }

  private var entries: [Entry] = []
  /// The position of each slot's entry, or -1.
  private var positions: [Int32] = []

  var first: UInt64? { entries.first?.deadline }

  /// Sets, moves or removes a slot's deadline.
  mutating func set(_ slot: Int, to deadline: UInt64?) {
    while positions.count <= slot { positions.append(-1) }
    let position = Int(positions[slot])
    switch (position >= 0, deadline) {
    case (false, nil): return
    case (false, let deadline?):
      entries.append(Entry(deadline: deadline, slot: Int32(truncatingIfNeeded: slot)))
      rise(from: entries.count - 1)
    case (true, let deadline?):
      let before = entries[position].deadline
      guard deadline != before else { return }
      entries[position].deadline = deadline
      if deadline < before { rise(from: position) } else { sink(from: position) }
    case (true, nil): remove(at: position)
    }
  }

  /// Removes and returns the slot with the earliest deadline if that is not after `now`.
  mutating func popDue(_ now: UInt64) -> Int? {
    guard let entry = entries.first, entry.deadline <= now else { return nil }
    remove(at: 0)
    return Int(entry.slot)
  }

  private mutating func remove(at position: Int) {
    positions[Int(entries[position].slot)] = -1
    let last = entries.removeLast()
    guard position < entries.count else { return }
    let removed = entries[position].deadline
    entries[position] = last
    positions[Int(last.slot)] = Int32(truncatingIfNeeded: position)
    if last.deadline < removed { rise(from: position) } else { sink(from: position) }
  }

  private mutating func rise(from start: Int) {
    var position = start
    let entry = entries[position]
    while position > 0 {
      let parent = (position - 1) / 4
      guard entry.deadline < entries[parent].deadline else { break }
      place(entries[parent], at: position)
      position = parent
    }
    place(entry, at: position)
  }

  private mutating func sink(from start: Int) {
    var position = start
    let entry = entries[position]
    while true {
      let firstChild = position * 4 + 1
      guard firstChild < entries.count else { break }
      var least = firstChild
      for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, entries.count))
      where entries[child].deadline < entries[least].deadline { least = child }
      guard entries[least].deadline < entry.deadline else { break }
      place(entries[least], at: position)
      position = least
    }
    place(entry, at: position)
  }

  private mutating func place(_ entry: Entry, at position: Int) {
    entries[position] = entry
    positions[Int(entry.slot)] = Int32(truncatingIfNeeded: position)
  }
}
