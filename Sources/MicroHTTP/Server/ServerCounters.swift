import Platform
import Synchronization

/// The counts that all loops share, and those of each loop.
final class ServerCounters: Sendable {
  let openConnections = Atomic<Int>(0)
  let openStreams = Atomic<Int>(0)
  let connections = Atomic<UInt64>(0)
  let requests = Atomic<UInt64>(0)
  let streams = Atomic<UInt64>(0)
  private let lastStream = Atomic<UInt64>(0)
  let loops: [LoopCounters]
  private let refusals = Mutex<[ServerStatistics.Refusal: UInt64]>([:])
  /// Keyed by `ClientNetwork`.
  private let streamsByAddress = Mutex<[String: Int]>([:])

  init(loops: Int) { self.loops = (0..<loops).map { _ in LoopCounters() } }

  /// The number of the next stream; modulo the number of loops it gives the loop.
  func nextStreamNumber(loop: Int, loops: Int) -> UInt64 {
    let number = lastStream.wrappingAdd(1, ordering: .relaxed).newValue
    return number &* UInt64(clamping: loops) &+ UInt64(clamping: loop)
  }

  func countRefusal(_ reason: ServerStatistics.RefusalReason, _ status: Int) {
    refusals.withLock { $0[ServerStatistics.Refusal(reason, status: status), default: 0] += 1 }
  }

  /// Takes a place for a stream, or returns the problem if a limit is reached.
  ///
  /// A refused client's connection is closed: kept open, it would take the room that pages, the API and health need.
  func takeStreamPlace(_ connection: Connection, limits: ServerLimits) -> Problem? {
    guard openStreams.wrappingAdd(1, ordering: .relaxed).newValue <= limits.streams else {
      openStreams.wrappingSubtract(1, ordering: .relaxed)
      countRefusal(.streamLimit, 503)
      return Problem(
        status: 503,
        detail:
          "The server's limit of \(limits.streams) open streams is reached. Try again in a few seconds.",
        headerFields: [.retryAfter: "5", .connection: "close"])
    }
    let limit = connection.isClientLoopback ? limits.streamsPerLoopbackAddress : limits.streamsPerAddress
    guard limit < limits.streams else { return nil }
    let network = ClientNetwork.of(connection.clientAddress)
    let isFree = streamsByAddress.withLock { counts in
      guard counts[network, default: 0] < limit else { return false }
      counts[network, default: 0] += 1
      return true
    }
    if isFree { return nil }
    openStreams.wrappingSubtract(1, ordering: .relaxed)
    countRefusal(.addressLimit, 429)
    return Problem(
      status: 429,
      detail:
        "One address, or one /64 network of IPv6, may have \(limit) streams open at once, and yours has. Close one first.",
      headerFields: [.retryAfter: "5", .connection: "close"])
  }

  func giveStreamPlaceBack(_ connection: Connection, limits: ServerLimits) {
    openStreams.wrappingSubtract(1, ordering: .relaxed)
    let limit = connection.isClientLoopback ? limits.streamsPerLoopbackAddress : limits.streamsPerAddress
    guard limit < limits.streams else { return }
    let network = ClientNetwork.of(connection.clientAddress)
    streamsByAddress.withLock { counts in
      let left = counts[network, default: 1] - 1
      counts[network] = left > 0 ? left : nil
    }
  }

  var snapshot: ServerStatistics {
    var statistics = ServerStatistics()
    statistics.openConnections = openConnections.load(ordering: .relaxed)
    statistics.openStreams = openStreams.load(ordering: .relaxed)
    statistics.connections = connections.load(ordering: .relaxed)
    statistics.requests = requests.load(ordering: .relaxed)
    statistics.streams = streams.load(ordering: .relaxed)
    statistics.refusals = refusals.withLock { $0 }
    for loop in loops {
      statistics.streamBytes &+= loop.streamBytes.load(ordering: .relaxed)
      loop.lateness.add(to: &statistics.lateness)
      statistics.loopTimes.append(loop.cpuTime)
    }
    return statistics
  }
}

/// The counts of one loop. Only its thread writes; any thread reads.
final class LoopCounters: Sendable {
  let lateness = LatenessHistogram()
  let streamBytes = Atomic<UInt64>(0)
  /// The thread's clock while it runs.
  private let clock = Mutex<ThreadClock?>(nil)
  /// The CPU time when the thread ended.
  private let finalTime = Atomic<UInt64>(0)

  /// Called on the loop's thread, before it serves.
  func threadBegan() { clock.withLock { $0 = ThreadClock() } }

  /// Called on the loop's thread, after it has served.
  func threadEnds() {
    finalTime.store(cpuTime, ordering: .relaxed)
    clock.withLock { $0 = nil }
  }

  /// The CPU time of the thread in nanoseconds; read on demand, so that it costs the loop nothing.
  var cpuTime: UInt64 { clock.withLock { $0?.time } ?? finalTime.load(ordering: .relaxed) }
}
