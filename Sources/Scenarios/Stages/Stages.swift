import ServerSentEvents

/// The stages that bytes pass from the steps to the socket, in this order:
///
///     faults ▶ heartbeat ▶ opening ▶ [proxy: buffer ▶ gzip] ▶ coalesce ▶ cut and pace
///
/// Heartbeats enter after the faults. A proxy's cuts depend on the bytes that reach the proxy.
struct Stages: Sendable {
  /// The number of bytes that all stages together may buffer before they are released.
  static let limit = 262_144

  /// When a heartbeat is due. It also restarts when a silence ends or a gate is opened.
  var heartbeat: IdleTimer
  /// When bytes were last sent.
  private(set) var lastLeft: PlanTime = 0
  /// Whether the last byte that entered the stages, sent or still buffered, ended a line.
  private(set) var isAtLineStart = true
  /// The same for the last byte of the last write that `send` sent.
  private var hasLeftAtLineStart = true
  private var hasProxy = false
  var faults: EventFaultChain
  private var cut = Cut()
  /// The limits after which a proxy cuts the connection.
  private var idle = IdleTimer(limit: nil)
  private var age = IdleTimer(limit: nil)
  private var opening: Opening
  private var coalesce = Coalesce()
  /// The write rules in force, for bytes that reach `coalesce` from now on.
  var rules: WriteRules?
  private var buffer: ProxyBuffer?
  private var gzip: Gzip?
  private let seed: UInt64

  /// - Parameter isOwn: whether the stream is one client's, so that it has an opening and write rules.
  init(_ settings: PlanSettings, seed: UInt64, isOwn: Bool) {
    self.seed = seed
    faults = EventFaultChain(settings.faults, seed: seed)
    heartbeat = IdleTimer(limit: settings.heartbeat)
    opening = Opening(
      byteOrderMark: isOwn && settings.byteOrderMark ? EventEncoder.byteOrderMark : [],
      milliseconds: isOwn ? settings.retry : nil, lineEnding: settings.lineEnding)
    rules = isOwn ? settings.write : nil
  }

  /// Adds a proxy.
  ///
  /// - Parameter isEncoding: whether the client accepts gzip.
  mutating func install(_ proxy: ProxyRules, isEncoding: Bool) {
    hasProxy = true
    switch proxy.buffering {
    case .bytes(let size): buffer = ProxyBuffer(size: size)
    case .untilEnd: buffer = ProxyBuffer(size: nil)
    case nil: break
    }
    if isEncoding, let encoding = proxy.encoding { gzip = Gzip(isFlushed: encoding == .flushed) }
    idle = IdleTimer(limit: proxy.idle)
    age = IdleTimer(limit: proxy.maxAge)
  }

  /// Stops the proxy from cutting the connection.
  mutating func forgetCuts() { (idle, age) = (IdleTimer(limit: nil), IdleTimer(limit: nil)) }

  // MARK: State

  /// The number of bytes in all buffers.
  @inline(__always)
  var buffered: Int {
    faults.buffered + (buffer?.buffered ?? 0) + (gzip?.buffered ?? 0) + coalesce.buffered + cut.buffered
  }

  /// The number of events that will never be sent.
  var lost: Int { faults.lost }

  /// Whether blocks may bypass the stages: none of them would change, delay or buffer anything.
  var areTransparent: Bool {
    faults.isEmpty && !hasProxy && rules == nil && coalesce.buffered == 0 && cut.isEmpty && opening.isDone
  }

  /// When the next write is due; `.max` if none is on its way.
  var due: PlanTime { cut.due }

  /// When a proxy cuts the connection; `.max` for never.
  var cutTime: PlanTime { min(cut.isEmpty ? idle.due : .max, age.due) }

  // MARK: Bytes

  /// Starts the timers of heartbeats and cuts when the head is sent.
  mutating func begin(at time: PlanTime) {
    heartbeat.restart(at: time)
    idle.restart(at: time)
    age.restart(at: time)
    lastLeft = max(lastLeft, time)
  }

  /// Records that bytes bypassed the stages.
  mutating func bypass(at time: PlanTime, endsLine: Bool) {
    heartbeat.restart(at: time)
    lastLeft = max(lastLeft, time)
    isAtLineStart = endsLine
  }

  /// Takes a block of the steps.
  mutating func take(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    if faults.isEmpty {
      enter(piece, at: time, into: &writes)
    } else {
      for piece in faults.pass(piece) { enter(piece, at: time, into: &writes) }
    }
    relieve(at: time, into: &writes)
  }

  /// Units of work that the stages take for a block of `count` bytes, besides those of `Meter.charge(output:)`.
  func cost(of count: Int) -> Int { 16 + (gzip == nil ? 0 : 32 + count >> 3) }

  /// Releases events that faults hold back, because no more events come for now.
  mutating func releaseEvents(at time: PlanTime, into writes: inout Writes) {
    guard !faults.isEmpty else { return }
    for piece in faults.release() { enter(piece, at: time, into: &writes) }
  }

  /// Takes a piece that comes after the faults: one that they released, a heartbeat, or a comment about a failure.
  mutating func enter(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    for piece in opening.pass([piece]) { pass(piece, at: time, into: &writes) }
  }

  /// Sends what goes out with the head.
  mutating func open(with line: [UInt8], step: Int, at time: PlanTime, into writes: inout Writes) {
    enter(Piece(opening.open(with: line), step: step, isUrgent: true), at: time, into: &writes)
  }

  private mutating func pass(_ piece: Piece, at time: PlanTime, into writes: inout Writes) {
    if let last = piece.bytes.last {
      heartbeat.restart(at: time)
      idle.restart(at: time)
      isAtLineStart = last.isLineEnd
    }
    var pieces = [piece]
    if buffer != nil { pieces = buffer?.pass(pieces) ?? pieces }
    if gzip != nil { pieces = gzip?.pass(pieces) ?? pieces }
    write(pieces, at: time, into: &writes)
  }

  private mutating func write(_ pieces: [Piece], at time: PlanTime, into writes: inout Writes) {
    guard rules != nil || buffer != nil || gzip != nil || coalesce.buffered > 0 || !cut.isEmpty else {
      for piece in pieces where !piece.bytes.isEmpty {
        writes.append(piece)
        lastLeft = max(lastLeft, time)
      }
      return
    }
    coalesce.events = rules?.events
    enqueue(coalesce.pass(pieces), at: time)
  }

  private mutating func enqueue(_ pieces: [Piece], at time: PlanTime) {
    for piece in pieces { cut.take(piece, by: rules, seed: seed, at: max(time, lastLeft)) }
  }

  /// Releases what is buffered before the cut if it exceeds the limit.
  private mutating func relieve(at time: PlanTime, into writes: inout Writes) {
    guard buffered - cut.buffered >= Self.limit else { return }
    releaseEvents(at: time, into: &writes)
    var pieces = buffer?.finish() ?? []
    if gzip != nil { pieces = (gzip?.pass(pieces) ?? pieces) + (gzip?.relieve() ?? []) }
    write(pieces, at: time, into: &writes)
    coalesce.events = nil
    enqueue(coalesce.finish(), at: time)
  }

  /// Sends the writes that are due, until the meter is spent.
  ///
  /// - Returns: when the steps' last byte was sent, if all of their output has been sent; nil otherwise.
  mutating func send(
    to now: PlanTime, _ meter: inout Meter, into writes: inout Writes,
    pause: (Delay, inout SeededRandom) -> UInt64
  ) -> PlanTime? {
    var left: PlanTime?
    while !meter.isSpent, cut.due <= now {
      let time = cut.due
      guard let (write, endsSteps) = cut.takeWrite(pause: pause) else { break }
      writes.append(write, isOwn: true)
      if let last = write.bytes.last { hasLeftAtLineStart = last.isLineEnd }
      // Each byte is checked for a cut before it.
      meter.work -= Meter.block + write.bytes.count >> 3
      meter.bytes -= write.bytes.count
      lastLeft = max(lastLeft, time)
      heartbeat.restart(at: time)
      idle.restart(at: time)
      if endsSteps { left = time }
    }
    return left
  }

  // MARK: Ends

  /// Releases everything that is buffered, because the body ends as HTTP requires.
  mutating func finish(at time: PlanTime, into writes: inout Writes) {
    releaseEvents(at: time, into: &writes)
    var pieces = buffer?.finish() ?? []
    if gzip != nil { pieces = (gzip?.pass(pieces) ?? pieces) + (gzip?.finish() ?? []) }
    if var last = pieces.first {
      for piece in pieces.dropFirst() { last.append(piece) }
      last.isOfSteps = false
      write([last], at: time, into: &writes)
    }
    enqueue(coalesce.finish(), at: time)
  }

  /// Ends the body because the server shuts down: a write that has begun is completed, and `words` follow if they would begin a line.
  mutating func drain(_ words: [UInt8], step: Int, into writes: inout Writes) {
    // Encoded bytes are kept, because the checksum at the end covers them.
    let (rest, hasDropped) = cut.drain(keepingAll: gzip != nil)
    for piece in rest { writes.append(piece) }
    if hasDropped, rest.isEmpty { isAtLineStart = hasLeftAtLineStart }
    releaseEvents(at: lastLeft, into: &writes)
    if isAtLineStart, !words.isEmpty {
      pass(Piece(words, step: step, isUrgent: true), at: lastLeft, into: &writes)
    }
    finish(at: lastLeft, into: &writes)
    rules?.pace = nil
    while let (write, _) = cut.takeWrite(pause: { _, _ in 0 }) { writes.append(write) }
  }
}
