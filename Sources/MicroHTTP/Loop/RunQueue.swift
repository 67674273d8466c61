/// Connections that wait for a turn, first come, first served.
///
/// There are two lines: one for streams with something due, and one for busy streams: their last turn left work, or their last turns were
/// long. Busy streams wait for each other and do not delay the others. Both lines advance in every pass of the loop, so neither starves.
struct RunQueue {
  private struct Line {
    private var entries: [Connection?] = []
    private var start = 0

    var isEmpty: Bool { start == entries.count }

    mutating func append(_ connection: Connection) { entries.append(connection) }

    mutating func popFirst() -> Connection? {
      guard start < entries.count else { return nil }
      defer {
        entries[start] = nil
        start += 1
        if start == entries.count {
          entries.removeAll(keepingCapacity: true)
          start = 0
        } else if start >= 1_024, start * 2 > entries.count {
          entries.removeFirst(start)
          start = 0
        }
      }
      return entries[start]
    }
  }

  private var due = Line()
  private var leftOver = Line()

  var isEmpty: Bool { due.isEmpty && leftOver.isEmpty }

  mutating func append(_ connection: Connection, isLeftOver: Bool) {
    if isLeftOver { leftOver.append(connection) } else { due.append(connection) }
  }

  mutating func popDue() -> Connection? { due.popFirst() }
  mutating func popLeftOver() -> Connection? { leftOver.popFirst() }
}
