/// What a plan has given and the socket has not taken yet: bytes, where they come from, and which of them are writes of their own.
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

  /// Whoever plays a plan may exchange them for an empty array of his own before the plan is asked, so that it is filled in place.
  package var bytes: [UInt8] = []
  package private(set) var runs = WrittenRuns()
  /// Which bytes are a write each, in order; those between are joined.
  private var ownWrites: [Range<Int>] = []
  /// What has been taken of `bytes` and of `ownWrites`.
  private var position = 0
  private var place = 0
  private var reader: RunReader?
  /// The pieces, if they are kept apart.
  package private(set) var marks: [Mark] = []
  private let keepsPieces: Bool

  /// - Parameter keepingPieces: whether each piece is to be told apart, with its id.
  package init(keepingPieces: Bool = false) { keepsPieces = keepingPieces }

  package var isEmpty: Bool { position >= bytes.count }
  /// Whether all bytes that are left may go out together.
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

  /// Forgets everything, and keeps the room.
  package mutating func removeAll() {
    // One large write is not kept for ever.
    if bytes.capacity > 1 << 18 { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
    forgetMarks()
  }

  /// Where the bytes come from, when they are taken by another way.
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

  /// Says where bytes come from that were appended.
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
