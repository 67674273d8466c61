import CMicrohttpd
import Logging
import Platform
import Synchronization

/// An HTTP/1.1 server over libmicrohttpd.
///
///     let server = try HTTPServer(configuration: configuration, handler: handler, logger: logger)
///     try server.start()
///     …
///     await server.shutdown(grace: .seconds(5))
///
/// The initializer binds the sockets. Once started, the server runs until `shutdown`.
package final class HTTPServer: Sendable {
  private struct State: ~Copyable {
    var sockets: ListeningSockets
    var isStarted = false
    var runningLoops = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Where it listens: `http://127.0.0.1:8000`, `http://[::1]:8000`.
  package let boundAddresses: [String]
  /// The port of all addresses.
  package let port: UInt16

  private let context: ServerContext
  private let lastTask = Atomic<UInt64>(0)
  private let state: Mutex<State>

  /// Threads for `Answer.later`, which waits for the disk more than it computes.
  private static let workerCount = 2

  /// Binds the sockets.
  ///
  /// - Parameter requestLog: receives the access log; by default it goes to `logger`.
  /// - Throws: `ServerError` if no address can be bound, for example because the port is in use.
  package init(
    configuration: ServerConfiguration, handler: any RequestHandler, requestLog: (any RequestLog)? = nil,
    logger: Logger
  ) throws(ServerError) {
    let sockets = try ListeningSockets(hosts: configuration.hosts, port: configuration.port)
    for skipped in sockets.skipped { logger.warning("Not listening on \(skipped).") }
    boundAddresses = sockets.bound.map {
      $0.host.contains(":") ? "http://[\($0.host)]:\($0.port)" : "http://\($0.host):\($0.port)"
    }
    port = sockets.bound.first?.port ?? configuration.port
    var configuration = configuration
    configuration.loops = min(max(configuration.loops, 1), 64)
    if let lowered = DescriptorShares.fit(&configuration) { logger.warning("\(lowered)") }
    var peers: [LoopPeer] = []
    for _ in 0..<configuration.loops { peers.append(try ServerError.naming(LoopPeer.init)) }
    context = ServerContext(
      limits: configuration.limits,
      hosts: HostPolicy(allowed: configuration.allowedHosts, bound: configuration.hosts),
      proxies: Proxies(trusted: configuration.trustedProxies, knowsLocal: configuration.knowsLocal),
      handler: handler, counters: ServerCounters(loops: configuration.loops), peers: peers,
      workers: try WorkerThreads(count: Self.workerCount), requestLog: requestLog ?? LoggerRequestLog(logger),
      logger: logger)
    state = Mutex(State(sockets: sockets))
  }

  deinit { context.workers.close() }

  /// The limits in force, which may be lower than the configured ones.
  package var limits: ServerLimits { context.limits }

  /// Begins to serve, on its own threads. Does nothing the second time, or after a shutdown.
  ///
  /// - Throws: `ServerError` if the system refuses a descriptor or a thread; the server is then shut down.
  package func start() throws(ServerError) {
    let result = state.withLock { state -> Result<Void, ServerError> in
      guard !state.isStarted else { return .success(()) }
      state.isStarted = true
      do throws(ServerError) {
        for index in peers.indices {
          let loop = try EventLoop(index: index, listeners: try state.sockets.copies(), server: context)
          try start(loop)
          state.runningLoops += 1
        }
        state.sockets.close()
        return .success(())
      } catch {
        // Ends the loops that already run.
        for peer in peers { peer.mailbox.post(.shutdown(deadline: 0)) }
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Stops accepting, lets streams send their final bytes, and ends what is left after `grace`.
  ///
  /// Returns when everything is closed; a second call waits for the first.
  package func shutdown(grace: Duration) async {
    beginShutdown(grace: grace)
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        guard state.runningLoops > 0 else { return true }
        state.waiters.append(continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  /// Begins a shutdown without waiting for its end.
  package func beginShutdown(grace: Duration) {
    let deadline = Monotonic.now.later(by: grace.nanoseconds)
    state.withLock { state in
      state.isStarted = true
      state.sockets.close()
    }
    for peer in peers { peer.mailbox.post(.shutdown(deadline: deadline)) }
  }

  /// Asks the producer of a waiting or paused stream again. Does nothing if the stream is over.
  package func wake(_ id: StreamID) {
    mailbox(of: id).post(.wake(id))
  }

  /// Asks the producers of all waiting streams of a group again.
  package func wake(_ group: StreamGroup) {
    for (index, peer) in peers.enumerated() where group.tell(loop: index) {
      peer.mailbox.post(.wakeAll(group))
    }
  }

  /// Runs a task on one of the loops until it returns `.never`.
  package func start(_ task: any LoopTask) -> LoopTaskID {
    let id = LoopTaskID(number: lastTask.wrappingAdd(1, ordering: .relaxed).newValue)
    loop(of: id).post(.start(task, id))
    return id
  }

  /// Runs a task now. Does nothing if the task is over.
  package func wake(_ id: LoopTaskID) {
    loop(of: id).post(.wakeTask(id))
  }

  private func loop(of id: LoopTaskID) -> Mailbox { peers[Int(id.number % UInt64(peers.count))].mailbox }

  /// Ends a stream from outside. A complete end follows everything written before.
  package func end(_ id: StreamID, _ ending: StreamEnding) {
    mailbox(of: id).post(.end(id, ending))
  }

  /// The version of libmicrohttpd: `0.9.75`.
  package static var libraryVersion: String { MHD_get_version().map { String(cString: $0) } ?? "unknown" }

  package var statistics: ServerStatistics { context.counters.snapshot }

  private var peers: [LoopPeer] { context.peers }

  private func mailbox(of id: StreamID) -> Mailbox {
    peers[Int(id.number % UInt64(peers.count))].mailbox
  }

  /// Hands the loop to a new thread.
  private func start(_ loop: sending EventLoop) throws(ServerError) {
    do throws(SystemError) {
      try DetachedThread.run { [self] in
        loop.run()
        loopEnded()
      }
    } catch {
      throw ServerError(error)
    }
  }

  private func loopEnded() {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.runningLoops -= 1
      guard state.runningLoops == 0 else { return [] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}

/// What all loops of one server share.
struct ServerContext: Sendable {
  let limits: ServerLimits
  let hosts: HostPolicy
  let proxies: Proxies
  let handler: any RequestHandler
  let counters: ServerCounters
  /// The loops as other threads reach them, each at its own index.
  let peers: [LoopPeer]
  /// The threads on which `Answer.later` is computed.
  let workers: WorkerThreads
  let requestLog: any RequestLog
  let logger: Logger
}
