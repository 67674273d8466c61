/// A proxy that encodes the bytes that pass through it as gzip: immediately, or in blocks of 32 KiB.
struct Gzip: Stage {
  private static let block = 32_768

  private let isFlushed: Bool
  private var encoder = GzipEncoder()
  private var collected = Piece()
  var buffered: Int { collected.bytes.count }

  init(isFlushed: Bool) { self.isFlushed = isFlushed }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    guard !piece.bytes.isEmpty else { return }
    collected.append(piece)
    if isFlushed || buffered >= Self.block { release(into: &output) }
  }

  private mutating func release(into output: inout [Piece]) {
    output.append(collected.encoded(as: encoder.encode(collected.bytes)))
    collected = Piece()
  }

  /// Passes on the last block and the trailer.
  mutating func finish(into output: inout [Piece]) {
    output.append(collected.encoded(as: encoder.encode(collected.bytes) + encoder.finish()))
    collected = Piece()
  }

  /// Releases the collected bytes without ending the encoding.
  mutating func relieve() -> [Piece] {
    var output: [Piece] = []
    if buffered > 0 { release(into: &output) }
    return output
  }
}
