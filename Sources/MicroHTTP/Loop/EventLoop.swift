import CMicrohttpd
import Logging
import Platform

/// One thread that serves connections: its poller watches the listening sockets, every connection, libmicrohttpd's own
/// descriptor, a timer and the mailbox.
///
/// libmicrohttpd parses requests and sends heads and whole responses. The body of a stream is written by the loop itself:
/// while libmicrohttpd has the connection suspended, each production is framed and sent in one system call, a long one in several; the library is
/// asked again only to end the response. See docs/decisions.
///
/// Confined to its thread: made by `HTTPServer.start`, handed to the thread, never touched by another one.
final class EventLoop {
  /// What the poller says woke it; a connection's token has `connectionBit`, its generation and its slot.
  enum Token {
    static let daemon: UInt64 = 0
    static let timer: UInt64 = 1
    static let mailbox: UInt64 = 2
    static let firstListener: UInt64 = 16
    static let connectionBit: UInt64 = 1 << 63
  }

  let index: Int
  /// All loops of the server, this one among them.
  let peers: [LoopPeer]
  let limits: ServerLimits
  let handler: any RequestHandler
  let counters: ServerCounters
  let loopCounters: LoopCounters
  private let own: LoopPeer
  let mailbox: Mailbox
  let logger: Logger
  let scanner: HeadScanner
  let requestGuard: RequestGuard
  let proxies: Proxies
  /// Where answers are made that take longer.
  let workers: WorkerThreads

  let poller: Poller
  var timer: DeadlineTimer
  /// Two of them, for connections with short and with long heads; none once stopped.
  var daemons: [HTTPDaemon] = []
  var listeners: [OwnedDescriptor]
  var throttle: LogThrottle
  var deadlines = DeadlineHeap()
  var tasks = LoopTasks()
  var groups: [ObjectIdentifier: GroupMembers] = [:]

  var connections: [Connection?] = []
  var generations: [UInt32] = []
  var freeSlots: [Int] = []
  /// Connections by the number of their stream.
  var streams: [UInt64: Connection] = [:]
  var runQueue = RunQueue()
  /// When this pass looks at sockets, deadlines and messages again.
  var passEnd: UInt64 = 0
  /// The connection being handed to libmicrohttpd.
  var entering: Connection?
  /// libmicrohttpd has something to do.
  var needsRun = false
  /// The last pass was over before all deadlines were met that had passed.
  private var leavesDeadlines = false
  /// Refused connections whose clients have not read the answer yet.
  var lingering = 0
  /// Given up to accept, and so close, one connection when descriptors run out.
  var reserve: OwnedDescriptor?
  /// Set while nothing is accepted because there is no room or no descriptor: when to try again.
  var acceptsAgainAt: UInt64?
  /// Since when there has been no room for a connection.
  var fullSince: UInt64?
  /// Set while shutting down: when to be done at the latest.
  var shutdownDeadline: UInt64?
  var dateField = DateField()
  /// What producers append to; empty between calls.
  var scratch: [UInt8] = []
  let peekBuffer: UnsafeMutableRawBufferPointer
  let chunkFraming: UnsafeMutablePointer<CChar>

  init(
    index: Int, peers: [LoopPeer], limits: ServerLimits, hosts: HostPolicy, proxies: Proxies,
    listeners: [OwnedDescriptor], counters: ServerCounters, handler: any RequestHandler,
    workers: WorkerThreads, requestLog: any RequestLog, logger: Logger
  ) throws(ServerError) {
    self.index = index
    self.peers = peers
    self.limits = limits
    self.handler = handler
    self.workers = workers
    self.counters = counters
    loopCounters = counters.loops[index]
    own = peers[index]
    mailbox = own.mailbox
    self.logger = logger
    scanner = HeadScanner(headLimit: limits.headBytes, targetLimit: limits.targetBytes)
    requestGuard = RequestGuard(hosts: hosts)
    self.proxies = proxies
    throttle = LogThrottle(requestLog, limit: limits.logLinesPerSecond)
    poller = try ServerError.naming(Poller.init)
    timer = try ServerError.naming(DeadlineTimer.init)
    self.listeners = listeners
    peekBuffer = .allocate(byteCount: max(limits.headBytes, 1_024) + 65_536, alignment: 16)
    chunkFraming = .allocate(capacity: 18)
    for memory in [ConnectionMemory.small, ConnectionMemory.large(limits)] {
      let daemon = try HTTPDaemon(owner: self, limits: limits, memory: memory)
      daemons.append(daemon)
      poller.watch(daemon.pollDescriptor, for: .reading, token: Token.daemon)
    }
    poller.watch(timer.descriptor, for: .readingOnce, token: Token.timer)
    poller.watch(mailbox.descriptor, for: .reading, token: Token.mailbox)
    refillReserve()
    awaitConnections()
  }

  deinit {
    for daemon in daemons { daemon.stop() }
    peekBuffer.deallocate()
    chunkFraming.deallocate()
  }

  /// Serves until it was told to shut down.
  func run() {
    loopCounters.threadBegan()
    defer { loopCounters.threadEnds() }
    while true {
      if let deadline = shutdownDeadline, shutdownIsDone(deadline) { break }
      let block = runQueue.isEmpty && !needsRun && !leavesDeadlines
      if block { timer.arm(nextWake()) }
      let events = poller.wait(block: block)
      passEnd = Monotonic.now.later(by: Self.passLimit)
      for index in 0..<events {
        let event = poller.event(index)
        dispatch(event.token, event.readiness)
      }
      let now = Monotonic.now
      // Whole answers, pages and health among them, go before the streams.
      runLibrary()
      meetDeadlines(now)
      if let due = tasks.first, due <= now { tasks.run(now: now, until: now.later(by: Self.taskLimit)) }
      if let time = acceptsAgainAt, time <= now { awaitConnections() }
      if let flushTime = throttle.flushTime, flushTime <= now { throttle.flush() }
      playQueue()
      runLibrary()
    }
    stopDaemon()
    throttle.flush()
  }

  /// Those that are left when the pass is over come first in the next one.
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

  /// A response takes it several runs, a long body many: nobody else is kept waiting for long.
  private func runLibrary() {
    for turn in 0..<4 where needsRun {
      if turn > 0, Monotonic.now >= passEnd { return }
      needsRun = false
      for daemon in daemons where daemon.run() { needsRun = true }
    }
  }

  /// The next deadline; rounded up where many streams wait, so that one wake serves several.
  private func nextWake() -> UInt64? {
    var wake = deadlines.first
    if let flushTime = throttle.flushTime { wake = min(wake ?? .max, flushTime) }
    if let shutdownDeadline { wake = min(wake ?? .max, shutdownDeadline) }
    if let acceptsAgainAt { wake = min(wake ?? .max, acceptsAgainAt) }
    guard let wake else { return tasks.first }
    let quantum: UInt64 =
      switch streams.count {
      case ..<64: 0
      case ..<2_000: 1_000_000
      default: 5_000_000
      }
    guard quantum > 0, wake < .max - quantum else { return min(wake, tasks.first ?? .max) }
    return min((wake + quantum - 1) / quantum * quantum, tasks.first ?? .max)
  }

  private func dispatch(_ token: UInt64, _ readiness: Readiness) {
    if token & Token.connectionBit != 0 {
      let slot = Int(token & 0xFFFF_FFFF)
      let generation = UInt32(truncatingIfNeeded: token >> 32) & 0x7FFF_FFFF
      guard slot < connections.count, let connection = connections[slot], connection.generation == generation
      else {
        return
      }
      connectionChanged(connection, readiness)
    } else if token >= Token.firstListener {
      let index = Int(token - Token.firstListener)
      if index < listeners.count { accept(from: listeners[index].number) }
    } else if token == Token.daemon {
      needsRun = true
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
    case .lingering: lingerOn(connection)
    case .streaming, .awaiting:
      if let stream = connection.stream, stream.state != .over {
        if isGone {
          finish(connection, stream, by: .client, ending: .truncate)
          return
        }
        if connection.peerClosed { clientClosed(connection, stream) }
        if stream.isBlocked { enqueue(connection, stream, isLeftOver: true) }
      } else if connection.phase == .awaiting, connection.stream == nil {
        if isGone { return resolve(connection, .abort) }
        if connection.peerClosed { awaitNoLonger(connection) }
      }
    case .idle, .head, .body:
      if connection.peerClosed { expect(connection, for: .zero) }
    case .responding, .closing: break
    }
  }

  /// Sets the deadline of what a client has to send; one that sends nothing more is not waited for.
  ///
  /// libmicrohttpd, woken once for bytes and the FIN behind them, may read only the bytes, and is not woken again.
  func expect(_ connection: Connection, for limit: Duration) {
    let time = connection.peerClosed ? 100_000_000 : limit.nanoseconds
    deadlines.set(connection.slot, to: Monotonic.now.later(by: time))
  }

  private func receive(_ message: Mailbox.Message) {
    switch message {
    case .wake(let id):
      if let connection = streams[id.number], let stream = connection.stream { wake(connection, stream) }
    case .end(let id, let ending):
      if let connection = streams[id.number], let stream = connection.stream {
        end(connection, stream, ending)
      }
    case .resolved(let slot, let generation, let result):
      guard slot < connections.count, let connection = connections[slot], connection.generation == generation,
        connection.phase == .awaiting
      else { return }
      resolve(connection, .result(result))
    case .adopt(let descriptor, let remoteAddress, let isLoopback):
      begin(descriptor.take(), remoteAddress: remoteAddress, isLoopback: isLoopback)
    case .makeRoom(let descriptor, let remoteAddress, let isLoopback, let asked):
      makeRoom(for: descriptor, remoteAddress: remoteAddress, isLoopback: isLoopback, asked: asked)
    case .wakeAll(let group): wakeAll(group)
    case .start(let task, let id):
      if shutdownDeadline == nil { tasks.add(task, as: id) }
    case .wakeTask(let id): tasks.wake(id)
    case .shutdown(let deadline): beginShutdown(deadline: deadline)
    }
  }

  private func deadlinePassed(_ connection: Connection, now: UInt64) {
    switch connection.phase {
    case .gate: connection.scanned > 0 ? refuse(connection, Self.tooSlow, .deadline) : release(connection)
    case .lingering: lingerOn(connection)
    case .streaming, .awaiting:
      if let stream = connection.stream, stream.state != .over {
        timePassed(connection, stream, now: now)
      } else if connection.phase == .awaiting, connection.stream == nil {
        resolve(connection, .abort)
      } else {
        cut(connection)
      }
    case .head, .body:
      counters.countRefusal(.deadline, Self.tooSlow.status)
      sendWhole(connection, refusal(Self.tooSlow, of: connection))
      cut(connection)
    case .idle, .responding, .closing: cut(connection)
    }
  }

  private static let tooSlow = Problem(
    status: 408, detail: "The request did not arrive in time. Send it faster, or in smaller pieces.")

  /// Ends a connection that libmicrohttpd reads or writes: it finds the socket closed.
  func cut(_ connection: Connection) {
    connection.state.become(.closing)
    shutdown(connection.descriptor, Int32(SHUT_RDWR))
    needsRun = true
  }

  // MARK: The table

  func insert(descriptor: Int32, remoteAddress: String, isLoopback: Bool) -> Connection {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = connections.count
      connections.append(nil)
      generations.append(0)
    }
    generations[slot] = (generations[slot] &+ 1) & 0x7FFF_FFFF
    let connection = Connection(
      loop: self, slot: slot, generation: generations[slot], descriptor: descriptor,
      remoteAddress: remoteAddress,
      isLoopback: isLoopback)
    connections[slot] = connection
    own.connections.wrappingAdd(1, ordering: .relaxed)
    let token = Token.connectionBit | UInt64(connection.generation) << 32 | UInt64(slot)
    poller.watch(descriptor, for: .connection, token: token)
    return connection
  }

  /// Gives the slot back. The descriptor is closed by who owns it.
  func forget(_ connection: Connection) {
    deadlines.set(connection.slot, to: nil)
    connection.abandonWork()
    connections[connection.slot] = nil
    own.connections.wrappingSubtract(1, ordering: .relaxed)
    freeSlots.append(connection.slot)
  }

  /// Closes a connection that libmicrohttpd does not know.
  func release(_ connection: Connection) {
    if connection.phase == .lingering { lingering -= 1 }
    forget(connection)
    close(connection.descriptor)
    counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }
}
