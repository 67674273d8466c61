/// Bytes on their way from the steps to the socket.
struct Piece: Sendable {
  var bytes: [UInt8] = []
  var runs = WrittenRuns()
  /// How many of them `write: { events: n }` counts: events and raw blocks.
  var events = 0
  /// Whether they are one event, with its borders.
  var isEvent = false
  /// The value of its `id` field, for a shared timeline.
  var id: [UInt8]?
  /// Whether it waits for nothing that would share a write with it: what waits goes out in front of it.
  var isUrgent = false
  /// Whether steps sent it: they go on when its last byte has left.
  var isOfSteps = false
  /// Whether it was put in by hand: the steps do not count from it.
  var isInjected = false
  /// What its paces are drawn by.
  var key: UInt64 = 0

  /// Takes in the bytes that follow.
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

  /// The same with other bytes, which no line says.
  func encoded(as bytes: [UInt8]) -> Piece {
    var piece = self
    piece.bytes = bytes
    piece.runs = WrittenRuns(
      WrittenRuns.Run(line: 0, step: runs.first?.step ?? 0, length: bytes.count))
    return piece
  }
}
