/// The search for the event that a client had last, in a plan that is run without being sent.
struct Resumption: Sendable {
  /// Events after which the search in a scenario without end is given up.
  static let limit = 1_000_000
  /// Events between two pauses.
  private static let slice = 2_000

  private let id: [UInt8]
  private let mode: ResumeMode
  /// The plan as it was in the beginning, to go back to; on the heap, because most plans never resume.
  private let beginnings: [Engine]
  private var passed = 0
  /// Events still to be passed by, once the one that was looked for has been found.
  private var remaining: Int?
  /// When the request came.
  let began: ClockReading
  private(set) var isFound = false

  init(id: [UInt8], mode: ResumeMode, engine: Engine) {
    self.id = id
    self.mode = mode
    beginnings = [engine]
    began = engine.evaluation.clock
  }

  /// Goes on searching; true when it is over. Then the engine stands just after the event, or at the beginning again.
  mutating func proceed(_ engine: inout Engine) -> Bool {
    var scratch: [UInt8] = []
    for _ in 0..<Self.slice {
      engine.passesEnds = true
      // To come upon the end while events are passed by is to have passed them all.
      let isSearching = remaining == nil
      let before = isSearching ? nil : engine
      switch engine.next() {
      case .write(let number):
        scratch.removeAll(keepingCapacity: true)
        let block = engine.program.blocks[number]
        guard let found = pass(block, number, &engine, &scratch) else { return giveUp(&engine) }
        if block.kind == .event {
          passed += 1
          remaining = remaining.map { $0 - 1 }
        }
        if found, isSearching { find(&engine) }
        if remaining == 0 { return true }
      // A gate that was before the event has been open once.
      case .gate, .silence: continue
      case .pause: return false
      case .respond where isSearching && passed == 0:
        // Whoever is answered otherwise from the beginning is so now.
        return giveUp(&engine)
      case .respond: continue
      case .hold, .end, .failure:
        guard let before else { return giveUp(&engine) }
        engine = before
        return true
      }
      if passed >= Self.limit, isSearching { return giveUp(&engine) }
    }
    return false
  }

  private func giveUp(_ engine: inout Engine) -> Bool {
    goBack(&engine)
    return true
  }

  private func goBack(_ engine: inout Engine) {
    if let beginning = beginnings.first { engine = beginning }
  }

  private mutating func find(_ engine: inout Engine) {
    isFound = true
    switch mode {
    case .gap(let count): remaining = count
    case .duplicate(let count):
      remaining = max(0, passed - count)
      goBack(&engine)
      engine.passesEnds = true
    default: remaining = 0
    }
  }

  /// Whether the block is the one; nil if it cannot be made.
  private func pass(_ block: Block, _ number: Int, _ engine: inout Engine, _ scratch: inout [UInt8]) -> Bool?
  {
    let pace = engine.writeRules?.pace
    if block.mustBeRendered || pace != nil || (block.hasID && block.constantID == nil) {
      do throws(PlanFailure) {
        try engine.render(number, into: &scratch)
        if let pace, let rules = engine.writeRules {
          for _ in rules.cut(scratch).dropFirst() {
            engine.advance(to: engine.time &+ (try engine.duration(pace)))
          }
        }
      } catch {
        return nil
      }
    } else {
      engine.skip(number)
    }
    guard block.hasID else { return false }
    if let constant = block.constantID { return constant == id }
    return engine.idRange.map { scratch[$0].elementsEqual(id) } ?? false
  }
}
