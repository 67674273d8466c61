/// The search for a client's last event, in a program that runs without sending anything.
///
/// It takes at most two seconds of work, over many turns. If IDs are rising numbers, it ends sooner when the ID can no longer come.
package struct ResumptionSearch: Sendable {
  /// Identifies searches that have the same result.
  package struct Key: Hashable, Sendable {
    let program: ObjectIdentifier
    let id: [UInt8]
    let place: UInt64?
    let seed: UInt64
  }

  /// Events between two checks of whether the search is hopeless.
  private static let slice = 1_000

  private let id: [UInt8]
  /// The number of blocks before the event, if it was injected by hand.
  private let place: UInt64?
  private let mode: ResumeMode
  /// The run at the beginning of the search, to go back to.
  private var beginning: ProgramRun
  private let firstRules: WriteRules?
  private let firstFaults: EventFaultChain
  /// The run that searches. Once the search is over, it is at the place to resume from, or back at the beginning.
  private(set) var run: ProgramRun
  private(set) var rules: WriteRules?
  /// The faults. They are applied during the search, so that it meets the events in the order in which the client got them.
  private(set) var faults: EventFaultChain
  /// Events that the faults released together with the client's last one, to be sent after it.
  private(set) var pending: [Piece] = []
  package private(set) var isOver = false
  /// Whether it may be shared with other searches that have the same key.
  package var isShared = true
  private(set) var isFound = false
  /// Whether the place to resume from is known; the search is over once the writes before it would have been sent.
  private var isDecided = false
  private var skipped = 0
  /// The value of `skipped` at the next check of whether the search is hopeless.
  private var nextLook = Self.slice
  /// Events still to be skipped, once the client's event has been found; nil before.
  private var remaining: Int?
  private var work = 0
  private let allowance: Int
  private var ids: RisingIDs
  /// Writes with pauses, which take plan time.
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

  /// nil if the result may depend on more of the request than its seed.
  package var key: Key? {
    if run.program.readsRequest { return nil }
    return Key(
      program: ObjectIdentifier(run.program), id: id, place: place, seed: run.evaluation.request.seed)
  }

  /// Bytes of memory that it keeps.
  package var weight: Int {
    run.weight + beginning.weight + faults.buffered + pending.reduce(0) { $0 + $1.bytes.count }
  }

  /// Returns a copy that others can share: it keeps nothing of the request but the seed.
  package func withoutRequest() -> ResumptionSearch {
    var search = self
    search.run.evaluation.forgetRequest()
    search.beginning.evaluation.forgetRequest()
    return search
  }

  /// Continues until the meter is spent; returns whether the search is over.
  package mutating func proceed(_ meter: inout Meter) -> Bool {
    while !isOver, meter.work > 0 {
      let before = meter.work
      if writing.isBusy {
        writing.proceed(&run, &meter)
      } else if isDecided {
        isOver = true
      } else if work < allowance {
        skipToOutput(&meter)
      } else {
        giveUp()
      }
      work += before - meter.work
    }
    return isOver
  }

  private mutating func skipToOutput(_ meter: inout Meter) {
    run.skipsEnds = true
    let isSearching = remaining == nil
    // Reaching the end while skipping means that every event was skipped: then the run returns to the point before the end.
    let before = isSearching || !faults.isEmpty ? nil : (run, rules)
    if before != nil { meter.work -= run.evaluation.slots.count >> 3 }
    let output = run.next(&meter.work)
    switch output {
    case .write(let number):
      guard faults.isEmpty ? skip(number, &meter) : skipThroughFaults(number, &meter) else { return giveUp() }
      if remaining == nil, place == nil, skipped >= nextLook, faults.buffered == 0 {
        nextLook = skipped + Self.slice
        if ids.isHopeless(behind: run) { giveUp() }
      }
    case .rules(let number): rules = run.program.writeRules[number]
    case .spent: break
    // Gates before the event were opened for this client. Faults release their events before a gate.
    case .gate, .await: if skip(faults.release(), at: run.time) == .decided { run.goBack(before: output) }
    // Faults release their events when the silence begins, but `run` is already at its end.
    case .silence(let since): if skip(faults.release(), at: since) == .decided { run.goBack(before: output) }
    case .signal(let number): run.skip(signal: number)
    // If `respond` comes before the first event, the client gets that response again.
    case .respond: if isSearching, skipped == 0 { giveUp() }
    case .hold, .end, .failure:
      if skip(faults.release(), at: run.time) == .fromTheBeginning { return }
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
      remaining = max(0, skipped - count)
      goBack()
      run.skipsEnds = true
    default: remaining = 0
    }
  }

  /// Skips a block.
  ///
  /// - Returns: whether it could be rendered.
  private mutating func skip(_ number: Int, _ meter: inout Meter) -> Bool {
    let block = run.program.blocks[number]
    meter.work -= Meter.block
    if block.mustBeRendered || rules?.pace != nil || (block.hasID && block.constantID == nil) {
      guard render(number, &meter) else { return false }
      if rules?.pace != nil { writing.take(rendered(block), by: rules, at: run.time) }
    } else {
      run.skip(number)
    }
    var isTheOne = place == run.blocks
    if place == nil, let id = run.id(of: number, in: scratch) {
      ids.add(id, of: number)
      isTheOne = id.elementsEqual(self.id)
    }
    count(block.kind == .event, isTheOne: isTheOne)
    return true
  }

  /// Skips a block that faults may buffer, lose or release later.
  private mutating func skipThroughFaults(_ number: Int, _ meter: inout Meter) -> Bool {
    let block = run.program.blocks[number]
    meter.work -= Meter.block
    guard render(number, &meter) else { return false }
    var piece = rendered(block)
    if let id = run.id(of: number, in: scratch) {
      piece.id = Array(id)
      ids.add(id, of: number)
    }
    skip(faults.pass(piece), at: run.time)
    // An injected event enters the faults after the block.
    if place == run.blocks, !isFound { count(false, isTheOne: true) }
    return true
  }

  /// How the search continues after skipped pieces.
  private enum Continuation { case onward, decided, fromTheBeginning }

  /// Skips pieces that the faults released.
  @discardableResult
  private mutating func skip(_ pieces: [Piece], at time: PlanTime) -> Continuation {
    for (index, piece) in pieces.enumerated() {
      if rules?.pace != nil { writing.take(piece, by: rules, at: time) }
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

  /// The piece of the block that was rendered last.
  private func rendered(_ block: Block) -> Piece {
    Piece(block.kind, scratch, line: run.line, step: 0, number: run.blocks)
  }

  private mutating func count(_ isEvent: Bool, isTheOne: Bool) {
    let isSearching = remaining == nil
    if isEvent {
      skipped += 1
      remaining = remaining.map { $0 - 1 }
    }
    if isTheOne, isSearching { find() }
    if remaining == 0 { isDecided = true }
  }
}

/// Tracks whether the skipped IDs are rising whole numbers: then neither a lower number nor any other text can follow.
private struct RisingIDs: Sendable {
  private let id: [UInt8]
  private let number: Int?
  private var last = Int.min
  private var areRising = true
  /// The blocks that had these IDs.
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

  mutating func add(_ id: ArraySlice<UInt8>, of block: Int) {
    guard areRising else { return }
    guard let number = Self.number(id), number > last else { return areRising = false }
    last = number
    blocks.insert(block)
  }

  /// Whether no later block can have the ID: each has no ID, a different constant one, or IDs that rise above it.
  func isHopeless(behind run: ProgramRun) -> Bool {
    guard areRising, !blocks.isEmpty, number.map({ $0 < last }) ?? true else { return false }
    return ProgramFlow(run.program).blocks(from: run.position).allSatisfy { number in
      let block = run.program.blocks[number]
      guard block.hasID else { return true }
      return block.constantID.map { $0 != id } ?? blocks.contains(number)
    }
  }
}

/// Works out how long paced writes take, without sending them.
private struct PacedWriting: Sendable {
  private var coalesce = Coalesce()
  private var cut = Cut()
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  var isBusy: Bool { !cut.isEmpty }

  mutating func take(_ piece: Piece, by rules: WriteRules?, at time: PlanTime) {
    coalesce.events = rules?.events
    var piece = piece
    // The lines that the bytes come from are not needed.
    piece.runs = WrittenRuns()
    for piece in coalesce.pass([piece]) { cut.take(piece, by: rules, seed: seed, at: time) }
  }

  /// Advances time until the last byte would have been sent.
  mutating func proceed(_ run: inout ProgramRun, _ meter: inout Meter) {
    while isBusy, meter.work > 0 {
      let time = cut.due
      let write = cut.takeWrite { pace, random in run.pause(pace, &random) }
      meter.work -= Meter.block / 2 + run.takeSpent()
      if write?.endsSteps == true { run.advance(to: time) }
    }
  }
}
