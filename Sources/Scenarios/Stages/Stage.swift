/// One thing that happens to bytes between the steps and the socket.
protocol Stage: Sendable {
  /// Bytes that it keeps back.
  var held: Int { get }

  /// Takes a piece, and passes on what may leave now.
  mutating func take(_ piece: Piece, into output: inout [Piece])

  /// Lets go of what it keeps back: the stream ends, or too much is held.
  mutating func finish(into output: inout [Piece])
}

extension Stage {
  /// Pieces through this stage.
  mutating func pass(_ pieces: [Piece]) -> [Piece] {
    var output: [Piece] = []
    for piece in pieces { take(piece, into: &output) }
    return output
  }

  mutating func finish() -> [Piece] {
    var output: [Piece] = []
    finish(into: &output)
    return output
  }
}
