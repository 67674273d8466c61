import ServerSentEvents

/// What a stream adds to its steps: a byte order mark before its first bytes, and the reconnection time before its first event.
struct Opening: Stage {
  private var byteOrderMark: [UInt8]
  /// The `retry` line, until it has been sent.
  private var retry: [UInt8] = []
  var buffered: Int { 0 }

  /// - Parameter milliseconds: the reconnection time; nil: no `retry` line.
  init(byteOrderMark: [UInt8], milliseconds: UInt64?, lineEnding: LineEnding) {
    self.byteOrderMark = byteOrderMark
    if let milliseconds { retry = EventEncoder(lineEnding: lineEnding).line(.retry, "\(milliseconds)") }
  }

  /// Whether there is nothing left to add.
  var isDone: Bool { byteOrderMark.isEmpty && retry.isEmpty }

  /// Returns the bytes that open the stream: the byte order mark and the `retry` line, unless already sent, with `line` between them.
  mutating func open(with line: [UInt8]) -> [UInt8] {
    defer { (byteOrderMark, retry) = ([], []) }
    return byteOrderMark + line + retry
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
