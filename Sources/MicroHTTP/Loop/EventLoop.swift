import CMicrohttpd
import Platform

/// One thread that serves connections: its poller watches the listening sockets, every connection, libmicrohttpd's own
/// descriptors, a timer and the mailbox.
///
/// libmicrohttpd parses requests and sends heads and whole responses. The loop itself writes the body of a stream: while
/// libmicrohttpd has the connection suspended, each production is framed and sent in one system call, a long one in several; the
/// library is asked again only to end the response. See docs/decisions/0001.
///
/// A stream that has something to do (its time came, it was woken, its socket has room) is put into the run queue. A pass of
/// the loop takes turns from the queue until the pass is over; then the loop looks at sockets, deadlines and messages again, and
/// the streams that are left keep their places. See docs/decisions/0090 and 0196.
///
/// Confined to its thread: made by `HTTPServer.start`, handed to the thread, never touched by another one.
final class EventLoop {
  /// What the poller returns for a ready descriptor; a connection's token has `connectionBit`, its generation and its slot.
  private enum Token {
    static let daemon: UInt64 = 0
    static let timer: UInt64 = 1
    static let mailbox: UInt64 = 2
    static let firstListener: UInt64 = 16
    static let connectionBit: UInt64 = 1 << 63
  }

  /// Nanoseconds of one pass, from when the poller returns. Each line of the run queue gets a turn in any case.
  static let passLimit: UInt64 = 500_000
  /// The nanoseconds of a pass that tasks may take.
  static let taskLimit: UInt64 = 250_000
  /// A stream whose last two turns took longer than this waits in the line of those with work left over. One long turn is not enough: the
  /// system may have interrupted it.
  private static let longTurn: UInt64 = 250_000

  let index: Int
  let server: ServerContext
  let poller: Poller
  let daemons = HTTPDaemons()
  let headReader: HeadReader
  let writer: StreamWriter
  let loopCounters: LoopCounters
  var listeners: Listeners
  var connections: ConnectionTable
  var streams: StreamTable
  var runQueue = RunQueue()
  var deadlines = DeadlineHeap()
  var throttle: LogThrottle
  var dateField = DateField()
  /// When this pass is to end, so that sockets, deadlines and messages are looked at again.
  private(set) var passEnd: UInt64 = 0
  /// The number of open refused connections whose clients may not have read the answer yet.
  var lingering = 0
  /// While shutting down: the latest time to finish.
  private(set) var shutdownDeadline: UInt64?
  private var timer: DeadlineTimer
  private var tasks = LoopTasks()
  /// Whether the last pass ended before it had met all deadlines that were due.
  private var leavesDeadlines = false

  init(index: Int, listeners: [OwnedDescriptor], server: ServerContext) throws(ServerError) {
    self.index = index
    self.server = server
    loopCounters = server.counters.loops[index]
    headReader = HeadReader(limits: server.limits, hosts: server.hosts)
    writer = StreamWriter(counters: loopCounters)
    connections = ConnectionTable(of: server.peers[index])
    streams = StreamTable(loop: index)
    throttle = LogThrottle(server.requestLog, limit: server.limits.logLinesPerSecond)
    poller = try ServerError.naming(Poller.init)
    timer = try ServerError.naming(DeadlineTimer.init)
    self.listeners = Listeners(
      listeners, firstToken: Token.firstListener, isShared: server.peers.count > 1)
    try daemons.start(for: self, limits: server.limits)
    for descriptor in daemons.pollDescriptors { poller.watch(descriptor, for: .reading, token: Token.daemon) }
    poller.watch(timer.descriptor, for: .readingOnce, token: Token.timer)
    poller.watch(mailbox.descriptor, for: .reading, token: Token.mailbox)
    self.listeners.resume(on: poller)
  }

  deinit { daemons.stop() }

  var mailbox: Mailbox { server.peers[index].mailbox }

  // MARK: Passes

  /// Serves until it is told to shut down.
  func run() {
    loopCounters.threadBegan()
    defer { loopCounters.threadEnds() }
    while true {
      if let deadline = shutdownDeadline, connections.isEmpty || Monotonic.now >= deadline { break }
      let block = runQueue.isEmpty && !daemons.hasWork && !leavesDeadlines
      if block { timer.arm(nextWake()) }
      let events = poller.wait(block: block)
      passEnd = Monotonic.now.later(by: Self.passLimit)
      for index in 0..<events {
        let event = poller.event(index)
        dispatch(event.token, event.readiness)
      }
      let now = Monotonic.now
      // Whole responses, such as those for pages and health checks, are sent before the streams have their turns.
      daemons.run(until: passEnd)
      meetDeadlines(now)
      if let due = tasks.first, due <= now { tasks.run(now: now, until: now.later(by: Self.taskLimit)) }
      if let time = listeners.resumesAt, time <= now { listeners.resume(on: poller) }
      if let flushTime = throttle.flushTime, flushTime <= now { throttle.flush() }
      playQueue()
      daemons.run(until: passEnd)
    }
    closeAll()
    throttle.flush()
  }

  /// Handles the deadlines that are due; those left when the pass is over come first in the next one.
  private func meetDeadlines(_ now: UInt64) {
    leavesDeadlines = false
    while let slot = deadlines.popDue(now) {
      if let connection = connections[slot] { deadlinePassed(connection, now: now) }
      if Monotonic.now >= passEnd {
        leavesDeadlines = true
        return
      }
    }
  }

  /// The latest time to wake, rounded up if there are many streams, so that one wake serves several.
  private func nextWake() -> UInt64? {
    var wake = UInt64.max
    for case let time? in [deadlines.first, throttle.flushTime, shutdownDeadline, listeners.resumesAt] {
      wake = min(wake, time)
    }
    guard wake < .max else { return tasks.first }
    let quantum: UInt64 =
      switch streams.count {
      case ..<64: 0
      case ..<2_000: 1_000_000
      default: 5_000_000
      }
    guard quantum > 0, wake < .max - quantum else { return min(wake, tasks.first ?? .max) }
    return min((wake + quantum - 1) / quantum * quantum, tasks.first ?? .max)
  }

  /// Plays streams until the pass is over, and at least one of each line.
  private func playQueue() {
    guard !runQueue.isEmpty else { return }
    var now = Monotonic.now
    var isFirst = true
    while isFirst || now < passEnd, let connection = runQueue.popDue() {
      isFirst = false
      now = takeTurn(connection, at: now)
    }
    isFirst = true
    while isFirst || now < passEnd, let connection = runQueue.popLeftOver() {
      isFirst = false
      now = takeTurn(connection, at: now)
    }
  }

  /// - Returns: when the turn ended.
  private func takeTurn(_ connection: Connection, at start: UInt64) -> UInt64 {
    if connection.isPostponed {
      answerPostponed(connection)
      return Monotonic.now
    }
    guard let stream = connection.stream, stream.isQueued else { return start }
    stream.isQueued = false
    advance(connection, stream, now: start)
    let end = Monotonic.now
    stream.longTurns = end &- start > Self.longTurn ? min(stream.longTurns + 1, 2) : 0
    return end
  }

  func enqueue(_ connection: Connection, _ stream: Stream, isLeftOver: Bool = false) {
    guard !stream.isQueued else { return }
    stream.isQueued = true
    runQueue.append(connection, isLeftOver: isLeftOver || stream.longTurns > 1)
  }

  // MARK: Events, messages and deadlines

  func watch(_ connection: Connection) {
    let token = Token.connectionBit | UInt64(connection.generation) << 32 | UInt64(connection.slot)
    poller.watch(connection.descriptor, for: .connection, token: token)
  }

  private func dispatch(_ token: UInt64, _ readiness: Readiness) {
    if token & Token.connectionBit != 0 {
      let generation = UInt32(truncatingIfNeeded: token >> 32) & 0x7FFF_FFFF
      if let connection = connections.connection(slot: Int(token & 0xFFFF_FFFF), generation: generation) {
        connectionChanged(connection, readiness)
      }
    } else if token >= Token.firstListener {
      accept(listener: token)
    } else if token == Token.daemon {
      daemons.hasWork = true
    } else if token == Token.timer {
      timer.expired()
    } else if token == Token.mailbox {
      for message in mailbox.take() { receive(message) }
    }
  }

  private func connectionChanged(_ connection: Connection, _ readiness: Readiness) {
    let isGone = readiness.contains(.gone)
    if readiness.contains(.peerClosed) { connection.peerClosed = true }
    switch connection.phase {
    case .gate: readHead(connection)
    case .lingering: keepLingering(connection)
    case .streaming, .awaiting:
      if let stream = connection.stream, stream.state != .over {
        if isGone { return finish(connection, stream, by: .client, ending: .truncate) }
        if connection.peerClosed { clientClosed(connection, stream) }
        if stream.isBlocked { enqueue(connection, stream, isLeftOver: true) }
      } else if connection.phase == .awaiting, connection.stream == nil {
        if isGone { return resolve(connection, .abort) }
        if connection.peerClosed { limitPatience(connection) }
      }
    case .idle, .head, .body:
      if connection.peerClosed { expect(connection, within: .zero) }
    case .responding, .closing: break
    }
  }

  private func receive(_ message: Mailbox.Message) {
    switch message {
    case .wake(let id):
      if let (connection, stream) = streams[id] { wake(connection, stream) }
    case .end(let id, let ending):
      if let (connection, stream) = streams[id] { end(connection, stream, ending) }
    case .resolved(let slot, let generation, let result):
      guard let connection = connections.connection(slot: slot, generation: generation),
        connection.phase == .awaiting
      else { return }
      resolve(connection, .result(result))
    case .adopt(let accepted): begin(accepted)
    case .makeRoom(let accepted, let asked): makeRoom(for: accepted, asked: asked)
    case .wakeAll(let group):
      group.heard(loop: index)
      for connection in streams.members(of: group) {
        if let stream = connection.stream { wake(connection, stream) }
      }
    case .start(let task, let id):
      if shutdownDeadline == nil { tasks.add(task, as: id) }
    case .wakeTask(let id): tasks.wake(id)
    case .shutdown(let deadline): beginShutdown(deadline: deadline)
    }
  }

  private func deadlinePassed(_ connection: Connection, now: UInt64) {
    switch connection.phase {
    case .gate: connection.scanned > 0 ? refuse(connection, Self.tooSlow, .deadline) : release(connection)
    case .lingering: keepLingering(connection)
    case .streaming, .awaiting:
      if let stream = connection.stream, stream.state != .over {
        deadlinePassed(connection, stream, now: now)
      } else if connection.phase == .awaiting, connection.stream == nil {
        resolve(connection, .abort)
      } else {
        cut(connection)
      }
    case .head, .body:
      server.counters.countRefusal(.deadline, Self.tooSlow.status)
      sendWhole(connection, refusal(Self.tooSlow, of: connection))
      cut(connection)
    case .idle, .responding, .closing: cut(connection)
    }
  }

  private static let tooSlow = Problem(
    status: 408, detail: "The request did not arrive in time. Send it faster, or in smaller pieces.")

  // MARK: Shutting down

  /// Stops accepting; streams send their final bytes, connections between requests are closed, and the others end with their response.
  private func beginShutdown(deadline: UInt64) {
    guard shutdownDeadline == nil else {
      shutdownDeadline = min(shutdownDeadline ?? .max, deadline)
      return
    }
    shutdownDeadline = deadline
    tasks = LoopTasks()
    listeners.close()
    for connection in connections.all {
      switch connection.phase {
      case .gate: release(connection)
      case .idle: cut(connection)
      case .streaming, .awaiting:
        if let stream = connection.stream { drain(connection, stream) }
      case .head, .body, .responding, .closing, .lingering: break
      }
    }
  }

  /// Closes what is left and stops libmicrohttpd, which would abort the process if a connection were suspended: all are resumed and ended first.
  private func closeAll() {
    for connection in connections.all {
      switch connection.phase {
      case .gate, .lingering: release(connection)
      case .streaming, .awaiting:
        if let stream = connection.stream {
          // Not a reset, which could be put off; the connection is closed in any case.
          finish(connection, stream, by: .shutdown, ending: .truncate)
          resume(connection)
        } else {
          resolve(connection, .abort)
        }
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
      case .idle, .head, .body, .responding, .closing: cut(connection)
      }
    }
    for message in mailbox.close() {
      switch message {
      case .adopt(let accepted), .makeRoom(let accepted, _): abandon(accepted)
      case .resolved, .wake, .end, .wakeAll, .start, .wakeTask, .shutdown: break
      }
    }
    for _ in 0..<1_000 {
      daemons.runOnce()
      if connections.isEmpty, !daemons.hasWork { break }
    }
    // Our own bug, but a leak at exit is better than an abort.
    let isSuspended = connections.all.contains { $0.state.isSuspended }
    if isSuspended { server.logger.error("A connection is still suspended: libmicrohttpd is left running.") }
    daemons.stop(isSuspended: isSuspended)
  }
}
