/// The search for the event that a client had last, in a program that is run without being sent.
///
/// It costs at most two seconds of work, over many turns. Ids that rise by number end it sooner.
package struct ResumptionSearch: Sendable {
  /// What two searches have in common that come to the same.
  package struct Key: Hashable, Sendable {
    let program: ObjectIdentifier
    let id: [UInt8]
    let place: UInt64?
    let seed: UInt64
  }

  /// Events between two looks at whether it may be given up.
  private static let slice = 1_000

  private let id: [UInt8]
  /// How many blocks came before it, if it was put in by hand.
  private let place: UInt64?
  private let mode: ResumeMode
  /// The run as it was in the beginning, to go back to.
  private var beginning: ProgramRun
  private let firstRules: WriteRules?
  private let firstFaults: EventFaultChain
  /// Where it is; in the end just after the event, or at the beginning again.
  private(set) var run: ProgramRun
  private(set) var rules: WriteRules?
  /// What happens to the events: a client comes back to the order in which they were sent.
  private(set) var faults: EventFaultChain
  /// What the faults let go of together with the event, and is sent behind it.
  private(set) var pending: [Piece] = []
  package private(set) var isOver = false
  /// Whether it may be taken further together with others.
  package var isShared = true
  private(set) var isFound = false
  /// It is known where to go on, as soon as what was passed by last has left.
  private var isDecided = false
  private var passed = 0
  /// How many have passed when it is next asked whether it may be given up.
  private var nextLook = Self.slice
  /// Events still to be passed by, once the one that was looked for has been found.
  private var remaining: Int?
  private var work = 0
  private let allowance: Int
  private var ids: RisingIDs
  /// What the stages for writes hold, where they take time.
  private var writing: PacedWriting
  private var scratch: [UInt8] = []

  init(
    id: [UInt8], mode: ResumeMode, place: UInt64? = nil, run: ProgramRun, stages: Stages, allowance: Int
  ) {
    self.id = id
    self.place = place
    self.allowance = allowance
    self.mode = mode
    self.run = run
    rules = stages.rules
    faults = stages.faults
    beginning = run
    firstRules = rules
    firstFaults = faults
    ids = RisingIDs(id)
    writing = PacedWriting(seed: run.evaluation.request.seed)
    if place == 0 {
      find()
      isDecided = remaining == 0
    }
  }

  /// nil if what it comes to may depend on more of the request than its seed.
  package var key: Key? {
    if run.program.readsRequest { return nil }
    return Key(
      program: ObjectIdentifier(run.program), id: id, place: place, seed: run.evaluation.request.seed)
  }

  /// Bytes of variables that it keeps.
  package var weight: Int {
    run.weight + beginning.weight + faults.held + pending.reduce(0) { $0 + $1.bytes.count }
  }

  /// The same for whoever else looks for the event: no more of the request is kept than the seed.
  package func withoutRequest() -> ResumptionSearch {
    var search = self
    search.run.evaluation.forgetRequest()
    search.beginning.evaluation.forgetRequest()
    return search
  }

  /// Goes on, as far as the meter goes; true when it is over.
  package mutating func proceed(_ meter: inout Meter) -> Bool {
    while !isOver, meter.work > 0 {
      let before = meter.work
      if writing.isBusy {
        writing.proceed(&run, &meter)
      } else if isDecided {
        isOver = true
      } else if work < allowance {
        passOn(&meter)
      } else {
        giveUp()
      }
      work += before - meter.work
    }
    return isOver
  }

  private mutating func passOn(_ meter: inout Meter) {
    run.passesEnds = true
    let isSearching = remaining == nil
    // Reaching the end while events are passed by means that all of them were.
    let before = isSearching || !faults.isEmpty ? nil : (run, rules)
    if before != nil { meter.work -= run.evaluation.slots.count >> 3 }
    let output = run.next(&meter.work)
    switch output {
    case .write(let number):
      guard faults.isEmpty ? pass(number, &meter) : passFaults(number, &meter) else { return giveUp() }
      if remaining == nil, place == nil, passed >= nextLook, faults.held == 0 {
        nextLook = passed + Self.slice
        if ids.isHopeless(behind: run) { giveUp() }
      }
    case .rules(let number): rules = run.program.writeRules[number]
    case .spent: break
    // A gate that was before the event has been open once; what faults let go of there stands in front of it.
    case .gate, .await, .silence: if pass(faults.release()) == .decided { run.goBack(before: output) }
    case .signal(let number): run.skip(signal: number)
    // Whoever is answered otherwise from the beginning is so now.
    case .respond: if isSearching, passed == 0 { giveUp() }
    case .hold, .end, .failure:
      if pass(faults.release()) == .fromTheBeginning { return }
      guard remaining != nil else { return giveUp() }
      if let before { (run, rules) = before } else { run.goBack(before: output) }
      isDecided = true
    }
  }

  private mutating func giveUp() {
    goBack()
    isDecided = true
  }

  private mutating func goBack() {
    run = beginning
    rules = firstRules
    faults = firstFaults
    pending = []
    writing = PacedWriting(seed: run.evaluation.request.seed)
  }

  private mutating func find() {
    isFound = true
    switch mode {
    case .gap(let count): remaining = count
    case .duplicate(let count):
      remaining = max(0, passed - count)
      goBack()
      run.passesEnds = true
    default: remaining = 0
    }
  }

  /// Passes a block by.
  ///
  /// - Returns: whether it can be made.
  private mutating func pass(_ number: Int, _ meter: inout Meter) -> Bool {
    let block = run.program.blocks[number]
    meter.work -= Meter.block
    if block.mustBeRendered || rules?.pace != nil || (block.hasID && block.constantID == nil) {
      guard render(number, &meter) else { return false }
      if rules?.pace != nil {
        writing.take(scratch, events: block.kind == .comment ? 0 : 1, by: rules, at: run)
      }
    } else {
      run.skip(number)
    }
    var isTheOne = place == run.blocks
    if place == nil, let id = id(of: block) {
      ids.pass(id, of: number)
      isTheOne = id.elementsEqual(self.id)
    }
    count(block.kind == .event, isTheOne: isTheOne)
    return true
  }

  /// Passes a block by that faults may keep back, lose or let go of later.
  private mutating func passFaults(_ number: Int, _ meter: inout Meter) -> Bool {
    let block = run.program.blocks[number]
    meter.work -= Meter.block
    guard render(number, &meter) else { return false }
    var piece = Piece()
    piece.bytes = scratch
    piece.runs = WrittenRuns(WrittenRuns.Run(line: run.line, step: 0, length: scratch.count))
    piece.events = block.kind == .comment ? 0 : 1
    piece.isEvent = block.kind == .event
    piece.isOfSteps = true
    piece.key = run.blocks &* 2
    if let id = id(of: block) {
      piece.id = Array(id)
      ids.pass(id, of: number)
    }
    pass(faults.pass(piece))
    // What was put in by hand came to the faults behind the block.
    if place == run.blocks, !isFound { count(false, isTheOne: true) }
    return true
  }

  /// How the search goes on behind pieces that were passed by.
  private enum Passage { case onward, decided, fromTheBeginning }

  /// Passes by what the faults let go of.
  @discardableResult
  private mutating func pass(_ pieces: [Piece]) -> Passage {
    for (index, piece) in pieces.enumerated() {
      if rules?.pace != nil { writing.take(piece.bytes, events: piece.events, by: rules, at: run) }
      let wasFound = isFound
      count(piece.isEvent, isTheOne: place == nil && piece.id == id)
      if isFound, !wasFound, case .duplicate = mode { return .fromTheBeginning }
      if isDecided {
        pending = Array(pieces[(index + 1)...])
        return .decided
      }
    }
    return .onward
  }

  private mutating func render(_ number: Int, _ meter: inout Meter) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    defer { meter.work -= run.takeSpent() + scratch.count >> 6 }
    do throws(PlanFailure) {
      try run.render(number, into: &scratch)
    } catch {
      return false
    }
    return true
  }

  /// The value of the `id` field of what was rendered last.
  private func id(of block: Block) -> ArraySlice<UInt8>? {
    guard block.hasID else { return nil }
    if let constant = block.constantID { return constant[...] }
    guard let range = run.idRange, range.upperBound <= scratch.count else { return nil }
    return scratch[range]
  }

  private mutating func count(_ isEvent: Bool, isTheOne: Bool) {
    let isSearching = remaining == nil
    if isEvent {
      passed += 1
      remaining = remaining.map { $0 - 1 }
    }
    if isTheOne, isSearching { find() }
    if remaining == 0 { isDecided = true }
  }
}

/// Whether ids that were passed are whole numbers that rise: then one that is not, or that is lower, will not come.
private struct RisingIDs: Sendable {
  private let id: [UInt8]
  private let number: Int?
  private var last = Int.min
  private var areRising = true
  /// The blocks that gave them.
  private var blocks: Set<Int> = []

  init(_ id: [UInt8]) {
    self.id = id
    number = Self.number(id[...])
  }

  private static func number(_ id: ArraySlice<UInt8>) -> Int? {
    guard (1...18).contains(id.count) else { return nil }
    var number = 0
    for byte in id {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }

  mutating func pass(_ id: ArraySlice<UInt8>, of block: Int) {
    guard areRising else { return }
    guard let number = Self.number(id), number > last else { return areRising = false }
    last = number
    blocks.insert(block)
  }

  /// Whether every block that may still come has given such ids, and the one that is looked for is none that they could give.
  func isHopeless(behind run: ProgramRun) -> Bool {
    guard areRising, !blocks.isEmpty, number.map({ $0 < last }) ?? true else { return false }
    return ProgramFlow(run.program).blocks(from: run.position).allSatisfy { number in
      let block = run.program.blocks[number]
      guard block.hasID else { return true }
      return block.constantID.map { $0 != id } ?? blocks.contains(number)
    }
  }
}

/// How long paced writes take that are not sent.
private struct PacedWriting: Sendable {
  private var coalesce = Coalesce()
  private var cut = Cut()
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  var isBusy: Bool { !cut.isEmpty }

  mutating func take(_ bytes: [UInt8], events: Int, by rules: WriteRules?, at run: ProgramRun) {
    var piece = Piece()
    piece.bytes = bytes
    piece.events = events
    piece.isOfSteps = true
    piece.key = run.blocks &* 2
    coalesce.events = rules?.events
    for piece in coalesce.pass([piece]) { cut.take(piece, by: rules, seed: seed, at: run.time) }
  }

  /// Lets time pass until the last byte has left.
  mutating func proceed(_ run: inout ProgramRun, _ meter: inout Meter) {
    while isBusy, meter.work > 0 {
      let time = cut.due
      let write = cut.takeWrite { pace, random in run.pause(pace, &random) }
      meter.work -= Meter.block / 2 + run.takeSpent()
      if write?.endsSteps == true { run.advance(to: time) }
    }
  }
}
