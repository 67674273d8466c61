/// Bytes on their way from the steps to the socket.
struct Piece: Sendable {
  var bytes: [UInt8] = []
  var runs = WrittenRuns()
  /// How many events and raw blocks it contains, as `write: { events: n }` counts them.
  var events = 0
  /// Whether it is one whole event.
  var isEvent = false
  /// The value of its `id` field, for a shared timeline.
  var id: [UInt8]?
  /// Whether it leaves, together with what already waits, without waiting for others to share its write.
  var isUrgent = false
  /// Whether steps sent it; later steps count their time from when its last byte is sent.
  var isOfSteps = false
  /// Whether it was injected by hand: the steps do not count their time from it.
  var isInjected = false
  /// The key that seeds the random numbers of its pauses.
  var key: UInt64 = 0

  mutating func append(_ piece: Piece) {
    let isFirst = bytes.isEmpty
    bytes += piece.bytes
    runs.add(piece.runs)
    events += piece.events
    isUrgent = isUrgent || piece.isUrgent
    guard isFirst || !piece.isInjected else { return }
    isOfSteps = piece.isOfSteps
    isInjected = piece.isInjected
    key = piece.key
  }

  /// Returns the piece with encoded bytes, which come from no line.
  func encoded(as bytes: [UInt8]) -> Piece {
    var piece = self
    piece.bytes = bytes
    piece.runs = WrittenRuns(WrittenRuns.Run(line: 0, step: runs.first?.step ?? 0, length: bytes.count))
    return piece
  }
}

extension Piece {
  /// - Parameters:
  ///   - line: the line of the scenario; 0 for none.
  ///   - steps: how many of the plan's steps the bytes come from, beginning with `step`.
  init(_ bytes: [UInt8], line: Int = 0, step: Int, steps: Int = 1, isUrgent: Bool = false) {
    self.init(
      bytes: bytes,
      runs: WrittenRuns(WrittenRuns.Run(line: line, step: step, steps: steps, length: bytes.count)),
      isUrgent: isUrgent)
  }

  /// Creates the piece of a block.
  ///
  /// - Parameter number: the number of the steps' blocks so far, including this one.
  init(_ kind: Block.Kind, _ bytes: [UInt8], line: Int, step: Int, number: UInt64) {
    self.init(bytes, line: line, step: step)
    events = kind == .comment ? 0 : 1
    isEvent = kind == .event
    isOfSteps = true
    // Heartbeats have odd keys.
    key = number &* 2
  }
}
