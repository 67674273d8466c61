/// Connections that wait for a turn of their stream, first come, first served.
///
/// There are two lines: one of streams for which something is due, and one of those whose last turn left work over or was long. A stream that has
/// much to do waits among its like, so what is due elsewhere is not late; and both lines advance in every pass of the loop, so neither starves.
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
