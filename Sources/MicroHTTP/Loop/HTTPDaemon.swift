import CMicrohttpd
import Platform

/// A daemon of libmicrohttpd that runs on a loop's thread and calls back there.
///
/// It keeps an unowned pointer to its loop, which stops the daemon before it is deallocated.
struct HTTPDaemon {
  private let daemon: OpaquePointer
  /// Readable when the library has work to do.
  let pollDescriptor: Int32

  /// - Parameter memory: bytes for each connection's heads (`ConnectionMemory`).
  init(owner: EventLoop, limits: ServerLimits, memory: Int) throws(ServerError) {
    let daemon = cmicrohttpd_start(
      UInt32(clamping: limits.connections + 256), memory,
      { owner, handle, _, method, version, upload, uploadSize, context in
        guard let owner, let handle, let raw = context?.pointee, let uploadSize else { return .NO }
        return Unmanaged<EventLoop>.fromOpaque(owner).takeUnretainedValue().handle(
          Unmanaged<Connection>.fromOpaque(raw).takeUnretainedValue(), handle: handle, method: method,
          version: version, upload: upload, uploadSize: uploadSize)
      },
      { owner, target, handle in
        guard let owner, let handle, let raw = cmicrohttpd_socket_context(handle) else { return nil }
        Unmanaged<EventLoop>.fromOpaque(owner).takeUnretainedValue().requestBegan(
          Unmanaged<Connection>.fromOpaque(raw).takeUnretainedValue(), target: target)
        return raw
      },
      { owner, _, context, _ in
        guard let owner, let raw = context?.pointee else { return }
        Unmanaged<EventLoop>.fromOpaque(owner).takeUnretainedValue().requestEnded(
          Unmanaged<Connection>.fromOpaque(raw).takeUnretainedValue())
      },
      { owner, handle, context, change in
        guard let owner, let context else { return }
        let loop = Unmanaged<EventLoop>.fromOpaque(owner).takeUnretainedValue()
        if change == .CONNECTION_NOTIFY_STARTED {
          context.pointee = loop.daemons.entered(handle).map { Unmanaged.passUnretained($0).toOpaque() }
        } else if let raw = context.pointee {
          loop.left(Unmanaged<Connection>.fromOpaque(raw).takeUnretainedValue())
        }
      }, Unmanaged.passUnretained(owner).toOpaque())
    guard let daemon else { throw ServerError("MHD_start_daemon: libmicrohttpd did not start.") }
    self.daemon = daemon
    pollDescriptor = cmicrohttpd_epoll_descriptor(daemon)
    guard pollDescriptor >= 0 else {
      MHD_stop_daemon(daemon)
      throw ServerError("libmicrohttpd was built without epoll.")
    }
  }

  /// Hands over a connection. Its descriptor is closed if the library does not take it.
  func add(_ descriptor: Int32) -> Bool {
    // The library only copies the address: limits per address are enforced here.
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_INET)
    return MHD_add_connection(daemon, descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size)) == .YES
  }

  /// - Returns: whether it has to run again immediately.
  func run() -> Bool {
    MHD_run(daemon)
    var timeout: UInt64 = 0
    return MHD_get_timeout(daemon, &timeout) == .YES && timeout == 0
  }

  /// Aborts the process if a connection is suspended.
  func stop() {
    MHD_stop_daemon(daemon)
  }
}

/// The daemons of one loop: one for connections with short heads, one for those with long ones.
///
/// Confined to the loop's thread. The library calls the loop back from `run`, `add` and `stop`.
final class HTTPDaemons {
  private var daemons: [HTTPDaemon] = []
  /// Set when the library has something to do: a descriptor is ready, or a connection was added, resumed or cut.
  var hasWork = false
  /// The connection that is being handed over.
  private var entering: Connection?

  func start(for loop: EventLoop, limits: ServerLimits) throws(ServerError) {
    for memory in [ConnectionMemory.small, ConnectionMemory.large(limits)] {
      daemons.append(try HTTPDaemon(owner: loop, limits: limits, memory: memory))
    }
  }

  var pollDescriptors: [Int32] { daemons.map(\.pollDescriptor) }

  /// Runs the library, which needs several runs for a response and many for a long body: once, and up to three more times during the pass.
  func run(until passEnd: UInt64) {
    for turn in 0..<4 where hasWork {
      if turn > 0, Monotonic.now >= passEnd { return }
      runOnce()
    }
  }

  func runOnce() {
    hasWork = false
    for daemon in daemons where daemon.run() { hasWork = true }
  }

  /// Hands a connection over. Its descriptor is closed if the library does not take it.
  func add(_ connection: Connection, hasShortHead: Bool) -> Bool {
    entering = connection
    defer { entering = nil }
    guard daemons[hasShortHead ? 0 : 1].add(connection.descriptor) else { return false }
    hasWork = true
    return true
  }

  /// The library calls back for the connection that is being handed over.
  func entered(_ handle: OpaquePointer?) -> Connection? {
    entering?.handle = handle
    return entering
  }

  /// Stops the library. If a connection is suspended, it is left running, because stopping it would abort the process.
  func stop(isSuspended: Bool = false) {
    if !isSuspended { for daemon in daemons { daemon.stop() } }
    daemons = []
  }
}

/// The memory that libmicrohttpd allocates for the heads of a connection and keeps while it is open.
///
/// At first half of it is the read buffer, which can grow. It also holds 64 bytes for each field and each cookie, a copy of the cookies,
/// and the response's head. The read buffer is zeroed, and therefore resident, once a request was read.
///
/// Most heads are short, and a stream keeps its connection's memory for hours. So there are two sizes, and the first head decides.
enum ConnectionMemory {
  static let small = 6_144

  /// For any head within the limit.
  static func large(_ limits: ServerLimits) -> Int {
    max(min(max(limits.headBytes, 1_024), 1 << 20) * 3 / 2 + 3_072, small)
  }

  /// Whether the first head is short enough that later heads of the connection, with a few more fields, will fit, too.
  static func isSmall(_ head: RequestHead, limits: ServerLimits) -> Bool {
    let bytes = head.fields.reduce(head.target.count) { $0 + $1.name.count + $1.value.count + 4 }
    return bytes <= 1_536 && head.fields.count <= 24 || large(limits) == small
  }
}
