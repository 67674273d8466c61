/// A `repeat` or an `each`, as compiled.
struct Loop: Sendable {
  enum Iterations: Sendable {
    case fixed(Int)
    case forever
    /// Known only while the scenario plays: a number, or numeric text.
    case count(Expression)
    case values(Value.Elements)
    case list(ValueTemplate)
  }

  /// The maximum iterations of one finite loop, and of all finite loops together in a run or in one iteration of an endless loop.
  static let iterationLimit = 1_000_000

  var iterations: Iterations
  var every: Delay?
  var pace: LoopPace?
  var indexSlot: Int
  /// Slots of variables that name the index.
  var indexNames: [Int] = []
  /// Slots of variables that name the index plus one.
  var numberNames: [Int] = []
  /// The slot of the variable for the value of an `each`.
  var itemSlot: Int?
  /// Whether an endless loop may run without time passing.
  var isFirehose = false

  var effects: Effects {
    let counted: Effects =
      switch iterations {
      case .fixed, .forever, .values: []
      case .count(let expression): expression.effects
      case .list(let template): template.effects
      }
    return counted.union(every?.effects ?? []).union(pace?.effects ?? [])
  }

  var isEndless: Bool { if case .forever = iterations { true } else { false } }
}

struct LoopState: Sendable {
  var index = 0
  var count = 0
  var items = Value.Elements([])
  /// Bytes of the items, if this stream owns them.
  var weight = 0
  /// The value of `ProgramRun.iterations` when this loop began.
  var iterationsBefore = 0
  /// When the iteration began or should have begun.
  var deadline: UInt64 = 0
  var began: UInt64 = 0
}
