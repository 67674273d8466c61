/// The pieces of a block that needs no evaluation.
struct DirectBlock: Sendable {
  /// The range of its pieces in the program's list; empty if it must be evaluated.
  var pieces = 0..<0
  var isEvent = false
}

/// Turns blocks into direct ones, and pools their literal bytes.
struct DirectBlocks {
  /// Limits on literal bytes and values, low enough that no limit of an event can be exceeded.
  private static let mostLiteral = 4_096
  private static let mostValues = 16
  private static let mostInJSON = 1_024

  private(set) var literals: [UInt8] = []
  private(set) var pieces: [DirectPiece] = []

  /// Appends literal bytes to the pool.
  mutating func pool(_ bytes: [UInt8]) -> (start: Int, count: Int) {
    literals += bytes
    return (literals.count - bytes.count, bytes.count)
  }

  /// Converts a block whose own literals are already pooled; the result has no pieces if the block must be evaluated.
  mutating func add(_ block: Block) -> DirectBlock {
    let before = pieces.count
    for piece in block.pieces where !add(piece) {
      pieces.removeSubrange(before...)
      return DirectBlock()
    }
    var literal = 0
    var values = 0
    for piece in pieces[before...] {
      if case .literal(_, let count) = piece { literal += count } else { values += 1 }
    }
    if literal > Self.mostLiteral || values > Self.mostValues {
      pieces.removeSubrange(before...)
      return DirectBlock()
    }
    return DirectBlock(pieces: before..<pieces.count, isEvent: block.kind == .event)
  }

  private mutating func add(_ piece: Block.Piece) -> Bool {
    switch piece {
    case .pooled(let start, let count): pieces.append(.literal(start: start, count: count))
    case .value(let expression, let form): return add(expression, form, most: Self.mostInJSON)
    case .idValue(let expression): return add(expression, .text, most: ProgramRun.eventTypeLimit)
    case .data(let template), .comment(let template):
      return add(template, most: Self.mostInJSON, mayHaveLines: false)
    case .raw(let template): return add(template, most: Self.mostInJSON, mayHaveLines: true)
    case .id(let template), .eventType(let template):
      let expressions = template.pieces.count { if case .expression = $0 { true } else { false } }
      return expressions == 1 && add(template, most: ProgramRun.eventTypeLimit / 2, mayHaveLines: false)
    case .literal, .retry, .repeated, .repeatedText: return false
    }
    return true
  }

  private mutating func add(_ expression: Expression, _ form: OutputForm, most: Int) -> Bool {
    guard let value = expression.direct else { return false }
    pieces.append(.value(value, form, most: most))
    return true
  }

  private mutating func add(_ template: Template, most: Int, mayHaveLines: Bool) -> Bool {
    for piece in template.pieces {
      switch piece {
      case .literal(let bytes):
        guard bytes.count <= most, mayHaveLines || !bytes.contains(where: { $0 < 0x20 }) else { return false }
        let (start, count) = pool(bytes)
        pieces.append(.literal(start: start, count: count))
      case .expression(let expression):
        guard add(expression, .text, most: most) else { return false }
      }
    }
    return true
  }
}

/// A piece of a block that is written without evaluating anything: literal bytes, or a value that is already known.
///
/// Nothing in it is reference-counted, so that a block costs little more than its bytes.
enum DirectPiece: Sendable {
  /// Bytes in the program's pool.
  case literal(start: Int, count: Int)
  /// A text of more than `most` bytes, or with bytes that cannot be copied as they are, is left to `ProgramRun.render`.
  case value(DirectValue, OutputForm, most: Int)
}

/// A value that is written without evaluating its expression.
enum DirectValue: Sendable {
  case slot(Int)
  case slotPlusOne(Int)
  case counter, elapsed, now, nowMs, unix, monotonic
}

extension BuiltInName {
  var direct: DirectValue? {
    switch self {
    case .counter: .counter
    case .elapsed: .elapsed
    case .now: .now
    case .nowMs: .nowMs
    case .unix: .unix
    case .monotonic: .monotonic
    default: nil
    }
  }
}
