/// Output of a plan that the socket has not taken yet: bytes, the lines they come from, and which of them are separate writes.
package struct Writes: Sendable {
  /// A piece of a shared timeline.
  package struct Mark: Sendable {
    /// Where it ends in `bytes`.
    package var end: Int
    package var isEvent: Bool
    /// The value of its `id` field.
    package var id: [UInt8]?
    /// The line of the scenario; 0 for none.
    package var line: Int
  }

  /// The plan's player may put its own empty array here before it calls `advance`, so that the array is filled in place.
  package var bytes: [UInt8] = []
  package private(set) var runs = WrittenRuns()
  /// The ranges of bytes that must each be sent as one write, in order; the bytes between them may be joined.
  private var ownWrites: [Range<Int>] = []
  /// How much of `bytes` and of `ownWrites` has been taken.
  private var position = 0
  private var place = 0
  private var reader: RunReader?
  /// The pieces, if they are recorded.
  package private(set) var marks: [Mark] = []
  private let keepsPieces: Bool

  /// - Parameter keepingPieces: whether each piece is recorded in `marks`, with its ID.
  package init(keepingPieces: Bool = false) { keepsPieces = keepingPieces }

  package var isEmpty: Bool { position >= bytes.count }
  /// Whether all remaining bytes may be sent together.
  package var areJoined: Bool { place >= ownWrites.count }

  /// Takes the next write: its bytes and where they come from; nil if there is none.
  package mutating func takeNext() -> (bytes: [UInt8], runs: WrittenRuns, isOwn: Bool)? {
    guard !isEmpty else { return nil }
    let own = areJoined ? nil : ownWrites[place]
    let isOwn = own?.lowerBound == position
    let end = isOwn ? own?.upperBound ?? bytes.count : own?.lowerBound ?? bytes.count
    let taken = Array(bytes[position..<min(end, bytes.count)])
    var reader = reader ?? RunReader(runs)
    let runs = reader.take(taken.count)
    self.reader = reader
    position += taken.count
    if isOwn { place += 1 }
    if isEmpty { removeAll() }
    return (taken, runs, isOwn)
  }

  /// Removes everything but keeps the capacity.
  package mutating func removeAll() {
    // The capacity of one large write is not kept.
    if bytes.capacity > 1 << 18 { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
    forgetMarks()
  }

  /// Takes the record of where the bytes come from, for a caller that takes the bytes themselves from `bytes`.
  package mutating func takeRuns() -> WrittenRuns {
    let runs = runs
    forgetMarks()
    return runs
  }

  private mutating func forgetMarks() {
    runs = WrittenRuns()
    position = 0
    reader = nil
    if !ownWrites.isEmpty {
      ownWrites.removeAll(keepingCapacity: ownWrites.count <= 64)
      place = 0
    }
    if !marks.isEmpty { marks.removeAll(keepingCapacity: true) }
  }

  /// Records the origin of bytes that were appended to `bytes` directly.
  mutating func note(_ run: WrittenRuns.Run) { runs.add(run) }

  mutating func append(_ piece: Piece, isOwn: Bool = false) {
    guard !piece.bytes.isEmpty else { return }
    let start = bytes.count
    bytes += piece.bytes
    runs.add(piece.runs)
    if isOwn { ownWrites.append(start..<bytes.count) }
    if keepsPieces {
      marks.append(
        Mark(end: bytes.count, isEvent: piece.isEvent, id: piece.id, line: piece.runs.first?.line ?? 0))
    }
  }
}
