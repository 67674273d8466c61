/// One accepted connection, in the slot of its loop's table until its descriptor is closed.
final class Connection {
  /// How an `awaiting` connection goes on.
  enum Resolution {
    case result(HTTPResult)
    case stream(StreamHead)
    case abort
  }

  unowned let loop: EventLoop
  let slot: Int
  /// Of the slot: a message for an earlier connection in it is not for this one.
  let generation: UInt32
  let descriptor: Int32
  /// The peer's.
  let remoteAddress: String
  let isLoopback: Bool
  /// Of the client that sent the current request: the peer, or who a trusted proxy says.
  var clientAddress: String
  var isClientLoopback: Bool
  var state = ConnectionState()
  /// libmicrohttpd's, from the gate to the close.
  var handle: OpaquePointer?
  /// A FIN came.
  var peerClosed = false
  /// How many bytes are read on while lingering, and until when.
  var lingerBytes = 0
  var lingerEnd: UInt64 = 0
  /// How much of the first head was looked at.
  var scanned = 0

  // Of the current request.
  /// Where libmicrohttpd holds the target, as sent, while the head is read.
  var targetStart: UnsafeRawPointer?
  var target: [UInt8] = []
  var request: Request?
  var bodyLimit = 0
  /// Its request is answered when it has a turn in the run queue.
  var isPostponed = false
  var resolution: Resolution?
  /// What makes the answer, while the connection is `awaiting` it.
  var work: Task<Void, Never>?
  var stream: Stream?
  var startedAt: UInt64 = 0
  var status = 0
  var bodyBytes: UInt64 = 0

  /// Names it among all connections of the server, past ones too.
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

  /// Made ready for the next request.
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

  /// Nobody waits for the answer any more.
  func abandonWork() {
    work?.cancel()
    work = nil
  }

  /// A stream lasts: what its request brought along is given up.
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
