/// One accepted connection, in the slot of its loop's table until its descriptor is closed.
final class Connection {
  /// The answer to an `awaiting` connection.
  enum Resolution {
    case result(HTTPResult)
    case stream(StreamHead)
    case abort
  }

  unowned let loop: EventLoop
  let slot: Int
  /// The generation of the slot; messages for an earlier connection in the slot have another one.
  let generation: UInt32
  let descriptor: Int32
  let remoteAddress: String
  let isLoopback: Bool
  /// The address of the client that sent the current request: the peer's, or the one that a trusted proxy names.
  var clientAddress: String
  var isClientLoopback: Bool
  var state = ConnectionState()
  /// libmicrohttpd's connection, from the first head to the close.
  var handle: OpaquePointer?
  /// Whether the peer has sent a FIN.
  var peerClosed = false
  /// While lingering: the number of bytes that may still be read, and the time at which lingering ends.
  var lingerBytes = 0
  var lingerEnd: UInt64 = 0
  /// The number of bytes of the first head that were examined; -1 once the first request has begun.
  var scanned = 0

  // Of the current request.
  /// Where libmicrohttpd holds the target as sent, while the head is read.
  var targetStart: UnsafeRawPointer?
  var target: [UInt8] = []
  var request: Request?
  var bodyLimit = 0
  /// Whether its request is to be answered in the connection's turn in the run queue.
  var isPostponed = false
  var resolution: Resolution?
  /// Computes the answer while the connection is `awaiting` it.
  var work: Task<Void, Never>?
  var stream: Stream?
  var startedAt: UInt64 = 0
  var status = 0
  var bodyBytes: UInt64 = 0

  /// Identifies it among all present and past connections of the server.
  var number: UInt64 {
    UInt64(loop.index) << 56 | UInt64(generation) << 24 | UInt64(slot & 0xFF_FFFF)
  }

  init(_ accepted: AcceptedConnection, loop: EventLoop, slot: Int, generation: UInt32) {
    self.loop = loop
    self.slot = slot
    self.generation = generation
    descriptor = accepted.descriptor.take()
    remoteAddress = accepted.remoteAddress
    isLoopback = accepted.isLoopback
    clientAddress = remoteAddress
    isClientLoopback = isLoopback
  }

  var phase: ConnectionState.Phase { state.phase }

  /// Prepares for the next request.
  func forgetRequest() {
    targetStart = nil
    target = []
    request = nil
    bodyLimit = 0
    isPostponed = false
    resolution = nil
    abandonWork()
    stream = nil
    status = 0
    bodyBytes = 0
    clientAddress = remoteAddress
    isClientLoopback = isLoopback
  }

  /// Cancels the computation of an answer that is no longer needed.
  func abandonWork() {
    work?.cancel()
    work = nil
  }

  /// Releases what a long-lived stream no longer needs of its request.
  func keepOnlyFirstLine() {
    target = []
    request?.headerFields = [:]
    request?.body = []
    request?.query = []
    request?.segments = []
    request?.path = ""
  }

  func record(now: UInt64) -> RequestRecord {
    RequestRecord(
      method: request?.method.rawValue ?? "-",
      target: request?.target ?? (target.isEmpty ? "-" : String(decoding: target, as: UTF8.self)),
      status: status, bytes: bodyBytes, duration: now &- startedAt, remoteAddress: clientAddress)
  }
}
