import CMicrohttpd
import Platform

/// How streams are opened, played and ended.
extension EventLoop {
  /// The length of a stream's turn in nanoseconds; a call of its producer that exceeds it is not interrupted.
  static let turnLimit: UInt64 = 1_000_000
  /// Bytes of one turn; a production that exceeds them is sent whole.
  static let turnBytes = 65_536
  /// How long a client that closed its sending half may still read, in nanoseconds.
  ///
  /// `printf … | nc -N` and socat do that and want the answer; a closed tab sends the same FIN, and answers the next bytes with a
  /// reset. As long as nothing is sent, the two look the same.
  private static let patience: UInt64 = 2_000_000_000

  // MARK: Opening

  /// Answers a request with a stream; its producer decides how the response begins.
  func open(
    _ connection: Connection, _ make: @Sendable (StreamID) -> any StreamProducer, handle: OpaquePointer
  ) -> MHD_Result {
    let stream = makeStream(connection, make)
    // Awaiting, but not suspended, while the producer may have the head ready.
    connection.state.become(.awaiting)
    let now = Monotonic.now
    // A new stream does not overtake those that wait for their turn.
    if now >= passEnd || !runQueue.isEmpty {
      enqueue(connection, stream)
    } else if let resolution = decide(connection, stream, now: now) {
      connection.resolution = resolution
    }
    let result = respond(connection, handle: handle)
    if connection.state.isSuspended, connection.peerClosed { clientClosed(connection, stream) }
    return result
  }

  func makeStream(_ connection: Connection, _ make: @Sendable (StreamID) -> any StreamProducer) -> Stream {
    let id = StreamID(number: server.counters.nextStreamNumber(loop: index, loops: server.peers.count))
    let stream = Stream(id: id, producer: make(id), startedAt: connection.startedAt)
    connection.stream = stream
    streams.insert(stream, on: connection)
    if connection.peerClosed { stream.patienceEnd = Monotonic.now.later(by: Self.patience) }
    return stream
  }

  /// Asks the producer how the response begins; nil if that takes longer than a turn, or waits for something.
  private func decide(_ connection: Connection, _ stream: Stream, now start: UInt64) -> Connection.Resolution?
  {
    deadlines.set(connection.slot, to: stream.patienceEnd)
    stream.producer.turnBegins()
    let turnEnd = start.later(by: Self.turnLimit)
    var bytes: [UInt8] = []
    var now = start
    for ask in 0..<64 {
      if ask > 0 { now = Monotonic.now }
      guard now < turnEnd else { break }
      let production = stream.producer.next(now: now, into: &bytes)
      var head = StreamHead()
      switch production {
      case .head(let own): head = own
      case .respond(let result):
        finish(connection, stream, by: .producer(.complete), ending: .complete)
        return .result(result)
      case .write: stream.step = .ask
      case .yield:
        if bytes.isEmpty { return later(connection, stream) }
      case .pause:
        stream.step = .pause
        if bytes.isEmpty { return nil }
      case .follow(let group):
        stream.step = streams.join(group, stream, on: connection) ? .ask : .pause
        if bytes.isEmpty {
          if case .ask = stream.step { continue }
          return nil
        }
      case .wait(let until):
        stream.step = .wait(until: until)
        if bytes.isEmpty {
          if until <= now { continue }
          deadlines.set(connection.slot, to: min(until, stream.patienceEnd ?? .max))
          return nil
        }
      case .end(let ending):
        stream.step = .end(ending, .producer(ending))
        if bytes.isEmpty, ending != .complete {
          finish(connection, stream, by: .producer(ending), ending: ending)
          return .abort
        }
      }
      stream.opening = bytes
      return .stream(head)
    }
    return later(connection, stream)
  }

  private func later(_ connection: Connection, _ stream: Stream) -> Connection.Resolution? {
    enqueue(connection, stream, isLeftOver: true)
    return nil
  }

  /// Asks the producer again, whatever it waited for.
  func advance(_ connection: Connection, _ stream: Stream, now: UInt64) {
    switch stream.state {
    case .undecided:
      guard connection.state.isSuspended, connection.resolution == nil,
        let resolution = decide(connection, stream, now: now)
      else { return }
      resolve(connection, resolution)
    case .playing: play(connection, stream, now: now)
    case .opening, .over: break
    }
  }

  func wake(_ connection: Connection, _ stream: Stream) {
    switch stream.step {
    case .wait, .pause:
      stream.step = .ask
      // A blocked stream is asked when its socket has room.
      if !stream.isBlocked { enqueue(connection, stream) }
    case .ask, .end, .drain: break
    }
  }

  func deadlinePassed(_ connection: Connection, _ stream: Stream, now: UInt64) {
    if let patienceEnd = stream.patienceEnd, patienceEnd <= now {
      finish(connection, stream, by: .client, ending: .truncate)
    } else if stream.state == .opening {
      finish(connection, stream, by: .stalled, ending: .truncate)
      cut(connection)
    } else if stream.resetAttempts > 0, case .end(let ending, let endedBy) = stream.step {
      finish(connection, stream, by: endedBy, ending: ending)
    } else if let since = stream.blockedSince, since.later(by: server.limits.stallDeadline.nanoseconds) <= now
    {
      finish(connection, stream, by: .stalled, ending: .truncate)
    } else {
      enqueue(connection, stream)
    }
  }

  /// Ends a stream from outside; a complete end waits until the socket has taken what was written before.
  func end(_ connection: Connection, _ stream: Stream, _ ending: StreamEnding) {
    stream.step = .end(ending, .command(ending))
    switch stream.state {
    case .undecided where ending == .complete: resolve(connection, .stream(StreamHead()))
    case .playing where ending == .complete: enqueue(connection, stream)
    case .undecided, .playing: finish(connection, stream, by: .command(ending), ending: ending)
    case .opening, .over: break
    }
  }

  /// Lets the stream send its final bytes, then ends it as `complete`.
  func drain(_ connection: Connection, _ stream: Stream) {
    switch stream.state {
    case .undecided:
      finish(connection, stream, by: .shutdown, ending: .complete)
      resolve(connection, .result(refusal(Self.shuttingDown, of: connection)))
    case .playing:
      stream.step = .drain
      enqueue(connection, stream)
    case .opening: stream.step = .drain
    case .over: break
    }
  }

  private static let shuttingDown = Problem(
    status: 503, detail: "The server is shutting down. Try again once it runs.",
    headerFields: [.retryAfter: "5"])

  // MARK: Playing

  /// libmicrohttpd asks for the body: it has sent the head, or was resumed to end the response.
  func bodyAsked(_ connection: Connection) -> Int {
    guard let stream = connection.stream, let handle = connection.handle else {
      return LibraryResponse.endWithError
    }
    if stream.state == .opening {
      stream.become(.playing)
      if let response = stream.response { cmicrohttpd_forget_fields(response) }
      stream.response = nil
      let now = Monotonic.now
      if now < passEnd { play(connection, stream, now: now) } else { enqueue(connection, stream) }
      if stream.state == .playing, connection.peerClosed { clientClosed(connection, stream) }
    }
    if stream.state == .over {
      return stream.ending == .complete ? LibraryResponse.endOfBody : LibraryResponse.endWithError
    }
    // Returning 0 without suspending would make the library ask again and again.
    connection.state.suspend()
    MHD_suspend_connection(handle)
    return 0
  }

  /// Sends what is due until the producer waits, the socket is full, or the turn is over.
  private func play(_ connection: Connection, _ stream: Stream, now start: UInt64) {
    guard stream.state == .playing else { return }
    var now = start
    guard settle(writer.flush(to: connection.descriptor, of: stream, now: now), connection, stream, now: now)
    else { return }
    var buffer = writer.takeBuffer()
    defer { writer.keep(&buffer) }
    if !stream.opening.isEmpty {
      let opening = stream.opening
      stream.opening = []
      guard send(opening, connection, stream, now: now) else { return }
    }
    stream.producer.turnBegins()
    let turnEnd = start.later(by: Self.turnLimit)
    var bytesLeft = Self.turnBytes
    for _ in 0..<64 {
      switch stream.step {
      case .wait(let until) where until > now: return arm(connection, stream, at: until)
      case .pause: return arm(connection, stream, at: nil)
      case .end(let ending, let endedBy):
        // `now` was read before the last bytes were sent: the end may have left with them.
        return finish(connection, stream, by: endedBy, ending: ending, leftAt: now)
      case .drain:
        stream.step = .end(.complete, .shutdown)
        stream.producer.drain(into: &buffer)
      case .ask, .wait:
        if case .wait(let until) = stream.step { loopCounters.lateness.record(now &- until) }
        var isYielding = false
        switch stream.producer.next(now: now, into: &buffer) {
        case .head, .respond, .write: stream.step = .ask
        case .wait(let until): stream.step = .wait(until: until)
        case .pause: stream.step = .pause
        case .follow(let group): stream.step = streams.join(group, stream, on: connection) ? .ask : .pause
        case .end(let ending):
          stream.step = .end(ending, .producer(ending))
          // A client that has left before the end was sent did not leave because of it.
          if !stream.isLeft, Socket.peerLeft(connection.descriptor) { clientClosed(connection, stream) }
        case .yield:
          stream.step = .ask
          isYielding = true
        }
        if isYielding {
          if send(buffer, connection, stream, now: now) { enqueue(connection, stream, isLeftOver: true) }
          return
        }
      }
      guard send(buffer, connection, stream, now: now) else { return }
      bytesLeft -= buffer.count
      buffer.removeAll(keepingCapacity: true)
      let isAskedAgain =
        switch stream.step {
        case .ask: true
        case .wait(let until): until <= now
        case .pause, .end, .drain: false
        }
      if isAskedAgain {
        now = Monotonic.now
        if now >= turnEnd || bytesLeft <= 0 { break }
      }
    }
    enqueue(connection, stream, isLeftOver: true)
  }

  private func send(_ bytes: [UInt8], _ connection: Connection, _ stream: Stream, now: UInt64) -> Bool {
    settle(writer.write(bytes, to: connection.descriptor, of: stream), connection, stream, now: now)
  }

  /// Handles the result of a write. The producer is not asked again before the socket has taken everything.
  ///
  /// - Returns: whether the socket has taken everything.
  private func settle(
    _ outcome: StreamWriter.Outcome, _ connection: Connection, _ stream: Stream, now: UInt64
  ) -> Bool {
    switch outcome {
    case .done: return true
    case .more:
      stream.blockedSince = nil
      enqueue(connection, stream, isLeftOver: true)
    case .full:
      let since = stream.blockedSince ?? now
      stream.blockedSince = since
      arm(connection, stream, at: since.later(by: server.limits.stallDeadline.nanoseconds))
    case .lost: finish(connection, stream, by: .client, ending: .truncate)
    }
    return false
  }

  private func arm(_ connection: Connection, _ stream: Stream, at time: UInt64?) {
    let deadline =
      if let patienceEnd = stream.patienceEnd { min(time ?? .max, patienceEnd) } else { time }
    deadlines.set(connection.slot, to: deadline)
  }

  // MARK: Ending

  /// Sums up a stream that ends now. The acknowledged bytes can still be counted after the peer's reset, but not after our own.
  private func summary(
    of connection: Connection, _ stream: Stream, endedBy: StreamSummary.EndedBy, at now: UInt64,
    leftAt: UInt64? = nil
  ) -> StreamSummary {
    stream.noteBlock(until: now)
    let unacknowledged = stream.wasOpened ? Socket.unacknowledged(connection.descriptor) : 0
    return StreamSummary(
      endedBy: endedBy, bytes: stream.bytes, duration: now &- stream.startedAt,
      unacknowledged: UInt64(max(unacknowledged, 0)), longestBlock: stream.longestBlock, leftAt: leftAt ?? now
    )
  }

  /// Ends the stream: tells its producer, and makes libmicrohttpd end the response.
  func finish(
    _ connection: Connection, _ stream: Stream, by endedBy: StreamSummary.EndedBy, ending: StreamEnding,
    leftAt: UInt64? = nil
  ) {
    guard stream.state != .over else { return }
    let now = Monotonic.now
    if ending == .reset, stream.state == .playing, stream.resetAttempts < 50,
      Socket.unacknowledged(connection.descriptor) > 0
    {
      // A reset discards what is still on its way; what was written before it gets up to 100 ms to arrive.
      stream.resetAttempts += 1
      stream.step = .end(ending, endedBy)
      deadlines.set(connection.slot, to: now.later(by: 2_000_000))
      return
    }
    let wasUndecided = stream.state == .undecided
    stream.become(.over)
    stream.ending = ending
    streams.remove(stream)
    if !stream.isLeft { server.counters.giveStreamPlaceBack(connection, limits: server.limits) }
    let summary = summary(of: connection, stream, endedBy: endedBy, at: now, leftAt: leftAt)
    stream.producer.ended(summary)
    connection.bodyBytes = stream.bytes
    if stream.wasOpened {
      throttle.log(.streamEnded(stream.id, connection.record(now: now), summary), now: now)
    }
    stream.outbox = Outbox()
    deadlines.set(connection.slot, to: now.later(by: server.limits.stallDeadline.nanoseconds))
    if ending == .reset { Socket.reset(connection.descriptor) }
    if !wasUndecided, ending != .complete || !stream.isChunked, let handle = connection.handle {
      cmicrohttpd_visit_always(handle)
    }
    if wasUndecided, connection.resolution == nil, ending != .complete { connection.resolution = .abort }
    resume(connection)
  }

  /// A client sent a FIN while its answer is still being computed: it may still be reading, which cannot be found out.
  func limitPatience(_ connection: Connection) {
    deadlines.set(connection.slot, to: Monotonic.now.later(by: Self.patience))
  }

  /// A stream's client sent a FIN: from now on it counts as gone, but gets what is due until a write fails or its patience ends.
  func clientClosed(_ connection: Connection, _ stream: Stream) {
    guard !stream.isLeft, stream.state != .over else { return }
    stream.isLeft = true
    let now = Monotonic.now
    if stream.patienceEnd == nil { stream.patienceEnd = now.later(by: Self.patience) }
    server.counters.giveStreamPlaceBack(connection, limits: server.limits)
    stream.producer.clientClosed(summary(of: connection, stream, endedBy: .client, at: now))
    // A reset that was put off keeps its own deadline.
    guard stream.resetAttempts == 0 else { return }
    var pending: UInt64?
    if let since = stream.blockedSince {
      pending = since.later(by: server.limits.stallDeadline.nanoseconds)
    } else if case .wait(let until) = stream.step {
      pending = until
    }
    arm(connection, stream, at: pending)
  }
}
