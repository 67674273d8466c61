import ServerSentEvents

/// What a stream adds to its steps: a byte order mark before its first bytes, and the reconnection time before its first event.
struct Opening: Stage {
  private var byteOrderMark: [UInt8]
  /// The `retry` line, until it has been sent.
  private(set) var retry: [UInt8] = []
  var held: Int { 0 }

  /// - Parameter milliseconds: the reconnection time; nil: no `retry` line.
  init(byteOrderMark: [UInt8], milliseconds: UInt64?, lineEnding: [UInt8]) {
    self.byteOrderMark = byteOrderMark
    if let milliseconds { EventEncoder(lineEnd: lineEnding).append(.retry, "\(milliseconds)", to: &retry) }
  }

  /// Whether there is nothing left to add.
  var isDone: Bool { byteOrderMark.isEmpty && retry.isEmpty }

  /// Fills the piece that opens the stream, with a line and what is left to add.
  mutating func open(with line: [UInt8], into piece: inout Piece) {
    piece.bytes = byteOrderMark + line + retry
    byteOrderMark = []
    retry = []
  }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    var piece = piece
    if piece.isEvent, !retry.isEmpty {
      put(retry, infrontOf: &piece)
      retry = []
    }
    if !byteOrderMark.isEmpty, !piece.bytes.isEmpty {
      put(byteOrderMark, infrontOf: &piece)
      byteOrderMark = []
    }
    output.append(piece)
  }

  private func put(_ bytes: [UInt8], infrontOf piece: inout Piece) {
    piece.bytes = bytes + piece.bytes
    piece.runs.lengthenFirst(by: bytes.count)
  }

  mutating func finish(into output: inout [Piece]) {}
}
