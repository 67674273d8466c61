/// Joins events that are to share a write.
struct Coalesce: Stage {
  /// Events in a write; nil where no rules apply.
  var events: Int?
  private var piece = Piece()
  var held: Int { piece.bytes.count }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    self.piece.append(piece)
    if events.map({ $0 == 1 || self.piece.events >= $0 }) ?? true || self.piece.isUrgent
      || held >= Stages.limit
    {
      finish(into: &output)
    }
  }

  mutating func finish(into output: inout [Piece]) {
    if held > 0 { output.append(piece) }
    piece = Piece()
  }
}
