/// A proxy that passes bytes on when its buffer is full, or at the end.
struct ProxyBuffer: Stage {
  private let size: Int
  private var piece = Piece()
  var held: Int { piece.bytes.count }

  /// - Parameter size: bytes; nil: as many as stages may keep back.
  init(size: Int?) { self.size = min(size ?? .max, Stages.limit) }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    self.piece.append(piece)
    if held >= size { finish(into: &output) }
  }

  mutating func finish(into output: inout [Piece]) {
    if held > 0 { output.append(piece) }
    piece = Piece()
  }
}
