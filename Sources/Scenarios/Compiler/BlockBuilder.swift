/// Puts a block together; literal bytes that follow one another become one piece.
struct BlockBuilder {
  private var pieces: [Block.Piece] = []
  private var literal: [UInt8] = []
  private var effects: Effects = []
  private var hasID = false
  private var constantID: [UInt8]?
  let lineEnding: [UInt8]

  init(lineEnding: [UInt8]) { self.lineEnding = lineEnding }

  mutating func append(_ text: String) { literal.append(contentsOf: text.utf8) }
  mutating func append(bytes: [UInt8]) { literal.append(contentsOf: bytes) }
  mutating func endLine() { literal.append(contentsOf: lineEnding) }

  /// Appends lines, each after the prefix; the first one's prefix is written already.
  mutating func append(lines bytes: some Sequence<UInt8>, prefix: String) {
    EventLines.append(bytes, prefix: prefix, lineEnding: lineEnding, to: &literal)
  }

  mutating func append(_ piece: Block.Piece, _ effects: Effects) {
    flush()
    pieces.append(piece)
    self.effects.formUnion(effects)
  }

  mutating func append(_ json: JSONBuilder) {
    for piece in json.pieces {
      if case .literal(let bytes) = piece { append(bytes: bytes) } else { append(piece, json.effects) }
    }
  }

  mutating func setID(_ constant: String?) {
    hasID = true
    constantID = constant.map { Array($0.utf8) }
  }

  mutating func finish(_ kind: Block.Kind, limit: Int) -> Block {
    flush()
    return Block(
      kind: kind, pieces: pieces, hasID: hasID, constantID: constantID,
      effects: effects, limit: limit)
  }

  private mutating func flush() {
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    literal.removeAll()
  }
}
