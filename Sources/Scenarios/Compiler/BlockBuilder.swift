import ServerSentEvents

/// Builds a block. Adjacent literal bytes become one piece.
struct BlockBuilder {
  private var pieces: [Block.Piece] = []
  private var literal: [UInt8] = []
  private var effects: Effects = []
  private var hasID = false
  private var constantID: [UInt8]?
  let encoder: EventEncoder

  init(_ encoder: EventEncoder) { self.encoder = encoder }

  mutating func append(_ text: String) { literal.append(contentsOf: text.utf8) }
  mutating func append(bytes: [UInt8]) { literal.append(contentsOf: bytes) }
  mutating func begin(_ field: EventField) { encoder.begin(field, in: &literal) }
  mutating func append(comment text: String) { encoder.appendComment(text, to: &literal) }
  mutating func endLine() { encoder.appendLineEnd(to: &literal) }

  /// Appends a value with one field per line. The caller has begun the first field.
  mutating func append(lines text: String, in field: EventField) {
    encoder.appendLines(of: text.utf8, in: field, to: &literal)
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
