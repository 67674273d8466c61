/// Joins events that share a write.
struct Coalesce: Stage {
  /// The number of events in a write; nil while no rules apply.
  var events: Int?
  private var piece = Piece()
  var buffered: Int { piece.bytes.count }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    self.piece.append(piece)
    if events.map({ $0 == 1 || self.piece.events >= $0 }) ?? true || self.piece.isUrgent
      || buffered >= Stages.limit
    {
      finish(into: &output)
    }
  }

  mutating func finish(into output: inout [Piece]) {
    if buffered > 0 { output.append(piece) }
    piece = Piece()
  }
}

/// Cuts pieces into the writes in which they are sent.
struct Cut: Sendable {
  private struct Waiting: Sendable {
    let piece: Piece
    let rules: WriteRules?
    var position = 0
    var runs: RunReader
    /// Random numbers for the pauses between its writes. They are separate from those of the steps, which therefore do not
    /// depend on how bytes are cut.
    var random: SeededRandom
  }

  /// Pieces that are not completely sent; the first is the one being sent.
  private var waiting: [Waiting] = []
  /// When the next write is due; `.max` if there is none.
  private(set) var due: PlanTime = .max

  var buffered: Int { waiting.reduce(0) { $0 + $1.piece.bytes.count - $1.position } }
  var isEmpty: Bool { waiting.isEmpty }

  /// - Parameters:
  ///   - rules: those in force when the piece arrived; nil: the piece is one write.
  ///   - seed: the request's.
  mutating func take(_ piece: Piece, by rules: WriteRules?, seed: UInt64, at time: PlanTime) {
    guard !piece.bytes.isEmpty else { return }
    if waiting.isEmpty { due = time }
    waiting.append(
      Waiting(
        piece: piece, rules: rules, runs: RunReader(piece.runs),
        random: SeededRandom(mixing: seed ^ (piece.key &* 0xD1B5_4A32_D192_ED03))))
  }

  /// Takes the write that is due.
  ///
  /// - Parameter pause: returns how long a pause is, in nanoseconds.
  /// - Returns: the write, and whether it completes what the steps have sent.
  mutating func takeWrite(pause: (Delay, inout SeededRandom) -> UInt64) -> (write: Piece, endsSteps: Bool)? {
    guard !waiting.isEmpty else { return nil }
    let bytes = waiting[0].piece.bytes
    let start = waiting[0].position
    let rules = waiting[0].rules
    let end = rules?.end(of: bytes, from: start) ?? bytes.count
    var write = Piece()
    write.bytes = Array(bytes[start..<end])
    write.runs = waiting[0].runs.take(end - start)
    guard end == bytes.count else {
      waiting[0].position = end
      if let pace = rules?.pace { due = due.later(by: pause(pace, &waiting[0].random)) }
      return (write, false)
    }
    let isOfSteps = waiting[0].piece.isOfSteps
    waiting.removeFirst()
    if waiting.isEmpty { due = .max }
    return (write, isOfSteps && waiting.isEmpty)
  }

  /// Removes all pieces: returns the rest of those that are partly sent, and drops the others.
  ///
  /// - Parameter keepingAll: whether nothing is dropped.
  /// - Returns: what is to be sent, and whether something was dropped.
  mutating func drain(keepingAll: Bool) -> (pieces: [Piece], hasDropped: Bool) {
    defer {
      waiting = []
      due = .max
    }
    var pieces: [Piece] = []
    for var entry in waiting where keepingAll || entry.position > 0 {
      var rest = Piece()
      rest.bytes = Array(entry.piece.bytes[entry.position...])
      rest.runs = entry.runs.take(rest.bytes.count)
      pieces.append(rest)
    }
    return (pieces, pieces.count < waiting.count)
  }
}
