import ServerSentEvents

/// The way of bytes from the steps to the socket, in this order:
///
///     faults ▶ heartbeat ▶ opening ▶ [proxy: buffer ▶ gzip] ▶ coalesce ▶ cut and pace
///
/// Heartbeats come in behind the faults. A proxy's cuts watch what comes to it.
struct Stages: Sendable {
  /// Bytes that may be held together before they are let go.
  static let limit = 262_144

  var heartbeat: Heartbeat
  /// When bytes left last.
  private(set) var lastLeft: PlanTime = 0
  /// Whether the last byte that came, held back or not, ended a line.
  private(set) var isAtLineStart = true
  /// The same of the last byte of the last write that left by its time.
  private var hasLeftAtLineStart = true
  private var hasProxy = false
  var faults: EventFaultChain
  private var cut = Cut()
  private(set) var idle = ConnectionCut(limit: nil)
  private(set) var age = ConnectionCut(limit: nil)
  private(set) var opening: Opening
  private var coalesce = Coalesce()
  /// How bytes become writes: holds for those that come to `coalesce` from here on.
  var rules: WriteRules?
  private var buffer: ProxyBuffer?
  private var gzip: Gzip?
  private let seed: UInt64

  /// - Parameter isOwn: whether the stream is one client's, with an opening.
  init(_ settings: PlanSettings, seed: UInt64, isOwn: Bool) {
    self.seed = seed
    faults = EventFaultChain(settings.faults, seed: seed)
    heartbeat = Heartbeat(interval: settings.heartbeat)
    opening = Opening(
      byteOrderMark: isOwn && settings.byteOrderMark ? EventEncoder.byteOrderMark : [],
      milliseconds: isOwn ? settings.retry : nil, lineEnding: settings.lineEnding)
    rules = isOwn ? settings.write : nil
  }

  /// Puts a proxy on the way.
  ///
  /// - Parameter isEncoding: whether the client accepts what it encodes to.
  mutating func install(_ proxy: ProxyRules, isEncoding: Bool) {
    hasProxy = true
    switch proxy.buffering {
    case .bytes(let size): buffer = ProxyBuffer(size: size)
    case .untilEnd: buffer = ProxyBuffer(size: nil)
    case nil: break
    }
    if isEncoding, let encoding = proxy.encoding { gzip = Gzip(isFlushed: encoding == .flushed) }
    idle = ConnectionCut(limit: proxy.idle)
    age = ConnectionCut(limit: proxy.maxAge)
  }

  // MARK: What they hold

  /// Bytes on their way.
  @inline(__always)
  var held: Int {
    faults.held + (buffer?.held ?? 0) + (gzip?.held ?? 0) + coalesce.held + cut.held
  }

  /// Events that will never be sent.
  var lost: Int { faults.lost }

  /// Whether blocks may go past the stages: none of them would change, delay or hold anything.
  var areTransparent: Bool {
    faults.isEmpty && !hasProxy && rules == nil && coalesce.held == 0 && cut.isEmpty && opening.isDone
  }

  /// When the next write leaves that is on its way.
  var due: PlanTime { cut.due }

  /// When a proxy cuts the connection.
  var cutTime: PlanTime { min(cut.isEmpty ? idle.due : .max, age.due) }

  // MARK: Bytes

  /// The head goes out.
  mutating func begin(at time: PlanTime) {
    heartbeat.reset(at: time)
    idle.begin(at: time)
    age.begin(at: time)
    lastLeft = max(lastLeft, time)
  }

  /// Bytes went past the stages.
  mutating func bypass(at time: PlanTime, endsLine: Bool) {
    heartbeat.reset(at: time)
    lastLeft = max(lastLeft, time)
    isAtLineStart = endsLine
  }

  /// A block of the steps.
  mutating func take(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    if faults.isEmpty {
      enter(piece, at: time, into: &writes)
    } else {
      for piece in faults.pass(piece) { enter(piece, at: time, into: &writes) }
    }
    relieve(at: time, into: &writes)
  }

  /// Units of work that a block costs on its way, beside its bytes; counted in instructions that take as long.
  func cost(of count: Int) -> Int { 16 + (gzip == nil ? 0 : 32 + count >> 3) }

  /// Lets go of the events that wait for others: none will come for now.
  mutating func releaseEvents(at time: PlanTime, into writes: inout Writes) {
    guard !faults.isEmpty else { return }
    for piece in faults.release() { enter(piece, at: time, into: &writes) }
  }

  /// What passed the faults, a heartbeat, or last words.
  mutating func enter(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    for piece in opening.pass([piece]) { pass(piece, at: time, into: &writes) }
  }

  /// What goes out with the head.
  mutating func open(with line: [UInt8], step: Int, at time: PlanTime, into writes: inout Writes) {
    var piece = Piece()
    piece.isUrgent = true
    opening.open(with: line, into: &piece)
    piece.runs = WrittenRuns(WrittenRuns.Run(line: 0, step: step, length: piece.bytes.count))
    enter(piece, at: time, into: &writes)
  }

  private mutating func pass(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    if let last = piece.bytes.last {
      heartbeat.reset(at: time)
      idle.begin(at: time)
      isAtLineStart = last == 0x0A || last == 0x0D
    }
    var pieces = [piece]
    if buffer != nil { pieces = buffer?.pass(pieces) ?? pieces }
    if gzip != nil { pieces = gzip?.pass(pieces) ?? pieces }
    write(pieces, at: time, into: &writes)
  }

  private mutating func write(_ pieces: [Piece], at time: PlanTime, into writes: inout Writes) {
    guard rules != nil || buffer != nil || gzip != nil || coalesce.held > 0 || !cut.isEmpty else {
      for piece in pieces where !piece.bytes.isEmpty {
        writes.append(piece)
        lastLeft = max(lastLeft, time)
      }
      return
    }
    coalesce.events = rules?.events
    for piece in coalesce.pass(pieces) { cut.take(piece, by: rules, seed: seed, at: max(time, lastLeft)) }
  }

  /// Lets go where too much is held.
  private mutating func relieve(at time: PlanTime, into writes: inout Writes) {
    guard held - cut.held >= Self.limit else { return }
    releaseEvents(at: time, into: &writes)
    var pieces = buffer?.finish() ?? []
    if gzip != nil { pieces = (gzip?.pass(pieces) ?? pieces) + (gzip?.relieve() ?? []) }
    write(pieces, at: time, into: &writes)
    coalesce.events = nil
    for piece in coalesce.finish() { cut.take(piece, by: rules, seed: seed, at: max(time, lastLeft)) }
  }

  /// Sends the writes that are due, as far as the meter goes.
  ///
  /// - Returns: when the last byte left of what steps sent, if it did.
  mutating func send(
    to now: PlanTime, _ meter: inout Meter, into writes: inout Writes,
    pause: (Delay, inout SeededRandom) -> UInt64
  ) -> PlanTime? {
    var left: PlanTime?
    while !meter.isSpent, cut.due <= now {
      let time = cut.due
      guard let (write, endsSteps) = cut.takeWrite(pause: pause) else { break }
      writes.append(write, isOwn: true)
      if let last = write.bytes.last { hasLeftAtLineStart = last == 0x0A || last == 0x0D }
      // Each byte is looked at, whether it is cut before it.
      meter.work -= Meter.block + write.bytes.count >> 3
      meter.bytes -= write.bytes.count
      lastLeft = max(lastLeft, time)
      heartbeat.reset(at: time)
      idle.begin(at: time)
      if endsSteps { left = time }
    }
    return left
  }

  // MARK: Ends

  /// The body ends as HTTP has it: everything held back goes out.
  mutating func finish(at time: PlanTime, into writes: inout Writes) {
    releaseEvents(at: time, into: &writes)
    var pieces = buffer?.finish() ?? []
    if gzip != nil { pieces = (gzip?.pass(pieces) ?? pieces) + (gzip?.finish() ?? []) }
    if var last = pieces.first {
      for piece in pieces.dropFirst() { last.append(piece) }
      last.isOfSteps = false
      write([last], at: time, into: &writes)
    }
    for piece in coalesce.finish() { cut.take(piece, by: rules, seed: seed, at: max(time, lastLeft)) }
  }

  /// The server shuts down: what has begun to leave leaves, last words follow if they begin a line, and the body is ended.
  mutating func drain(_ words: [UInt8], step: Int, into writes: inout Writes) {
    // What is encoded already counts into the checksum at the end.
    let (rest, hasDropped) = cut.drain(keepingAll: gzip != nil)
    for piece in rest { writes.append(piece) }
    if hasDropped, rest.isEmpty { isAtLineStart = hasLeftAtLineStart }
    releaseEvents(at: lastLeft, into: &writes)
    if isAtLineStart, !words.isEmpty {
      var piece = Piece()
      piece.bytes = words
      piece.isUrgent = true
      piece.runs = WrittenRuns(WrittenRuns.Run(line: 0, step: step, length: words.count))
      pass(piece, at: lastLeft, into: &writes)
    }
    finish(at: lastLeft, into: &writes)
    rules?.pace = nil
    while let (write, _) = cut.takeWrite(pause: { _, _ in 0 }) { writes.append(write) }
  }
}
