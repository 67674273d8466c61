/// One transformation of the bytes between the steps and the socket.
protocol Stage: Sendable {
  /// The number of bytes in its buffer.
  var buffered: Int { get }

  /// Takes a piece, and passes on what may leave now.
  mutating func take(_ piece: Piece, into output: inout [Piece])

  /// Passes on everything that it buffers, because the stream ends or too much is buffered.
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

extension SeededRandom {
  /// Creates the random numbers of a stage. `seed` is mixed once more, because the steps' random numbers begin with the seed itself.
  init(mixing seed: UInt64) {
    var mixer = SeededRandom(seed: seed)
    self.init(seed: mixer.next())
  }
}
