/// A `repeat` or an `each`, as compiled.
struct Loop: Sendable {
  enum Turns: Sendable {
    case fixed(Int)
    case forever
    /// Known when it plays: a number, or text that is one.
    case count(Expression)
    case values(Value.Elements)
    case list(ValueTemplate)
  }

  /// The most turns of a loop that ends.
  static let turnLimit = 1_000_000

  var turns: Turns
  var every: Delay?
  var pace: LoopPace?
  var indexSlot: Int
  /// Slots that hold the index under other names.
  var indexNames: [Int] = []
  /// Slots that hold the index plus one.
  var numberNames: [Int] = []
  /// The slot of the value of an `each`.
  var itemSlot: Int?
  /// Whether turns may follow one another without time passing, for ever.
  var isFirehose = false

  var effects: Effects {
    let counted: Effects =
      switch turns {
      case .fixed, .forever, .values: []
      case .count(let expression): expression.effects
      case .list(let template): template.effects
      }
    return counted.union(every?.effects ?? []).union(pace?.effects ?? [])
  }

  var isEndless: Bool { if case .forever = turns { true } else { false } }
}

/// Where a loop is.
struct LoopState: Sendable {
  var index = 0
  var count = 0
  var items = Value.Elements([])
  /// Bytes of the items, if they are the stream's own.
  var weight = 0
  /// Turns of loops that end, before this one began.
  var turnsBefore = 0
  /// When the turn began or should have begun.
  var deadline: UInt64 = 0
  var began: UInt64 = 0
}
