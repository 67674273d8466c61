/// The search for the event that a client had last, in a plan that is run without being sent.
struct Resumption: Sendable {
  /// Events after which the search in a scenario without end is given up.
  static let limit = 1_000_000
  /// Events between two pauses.
  private static let slice = 2_000

  private let id: [UInt8]
  /// The plan as it was in the beginning, to go back to.
  private let beginning: Engine
  private var passed = 0
  /// When the request came.
  let began: ClockReading
  private(set) var isFound = false

  init(id: [UInt8], engine: Engine) {
    self.id = id
    beginning = engine
    began = engine.evaluation.clock
  }

  /// Goes on searching; true when it is over. Then the engine stands just after the event, or at the beginning again.
  mutating func proceed(_ engine: inout Engine) -> Bool {
    engine.passesEnds = true
    var scratch: [UInt8] = []
    for _ in 0..<Self.slice {
      switch engine.next() {
      case .write(let number):
        scratch.removeAll(keepingCapacity: true)
        guard let found = pass(engine.program.blocks[number], number, &engine, &scratch) else {
          engine = beginning
          return true
        }
        if found {
          isFound = true
          return true
        }
        passed += 1
      case .pause:
        return false
      case .hold, .end, .failure:
        engine = beginning
        return true
      }
      if passed >= Self.limit {
        engine = beginning
        return true
      }
    }
    return false
  }

  /// Whether the block is the one; nil if it cannot be made.
  private func pass(_ block: Block, _ number: Int, _ engine: inout Engine, _ scratch: inout [UInt8]) -> Bool?
  {
    if block.mustBeRendered || (block.hasID && block.constantID == nil) {
      do throws(PlanFailure) { try engine.render(number, into: &scratch) } catch { return nil }
    } else {
      engine.skip(number)
    }
    guard block.hasID else { return false }
    if let constant = block.constantID { return constant == id }
    return engine.idRange.map { scratch[$0].elementsEqual(id) } ?? false
  }
}
