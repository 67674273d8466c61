/// One transformation of the bytes between the steps and the socket.
protocol Stage: Sendable {
  /// Bytes that it keeps back.
  var held: Int { get }

  /// Takes a piece, and passes on what may leave now.
  mutating func take(_ piece: Piece, into output: inout [Piece])

  /// Passes on what it keeps back: the stream ends, or too much is kept back.
  mutating func finish(into output: inout [Piece])
}

extension Stage {
  /// Returns what this stage passes on when it takes these pieces.
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
