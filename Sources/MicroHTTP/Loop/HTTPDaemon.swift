import CMicrohttpd
import Platform

/// libmicrohttpd, run from a loop's own thread and calling back on it.
///
/// The daemon keeps an unowned pointer to its loop, which stops it before it goes away.
struct HTTPDaemon {
  private let daemon: OpaquePointer
  /// Readable when the library has something to do.
  let pollDescriptor: Int32

  /// - Parameter memory: bytes of each connection, for heads (`ConnectionMemory`).
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

  /// Hands a connection over. The descriptor is closed if it is not taken.
  func add(_ descriptor: Int32) -> Bool {
    // The address is only copied, never used: limits by address are ours.
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_INET)
    return MHD_add_connection(daemon, descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size)) == .YES
  }

  /// - Returns: whether it has to run again at once.
  func run() -> Bool {
    MHD_run(daemon)
    var timeout: UInt64 = 0
    return MHD_get_timeout(daemon, &timeout) == .YES && timeout == 0
  }

  /// No connection may be suspended: the library aborts the process then.
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

  /// Lets the library work: a response takes it several runs, a long body many. After the first run it gets three more at most, while the pass lasts.
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

  /// Stops the library, or leaves it running for ever if a connection is suspended: it would abort the process.
  func stop(isSuspended: Bool = false) {
    if !isSuspended { for daemon in daemons { daemon.stop() } }
    daemons = []
  }
}

/// How much memory libmicrohttpd has for the heads of a connection, taken when it gets it and kept as long as it is open.
///
/// At first half of it is the read buffer, which grows as need be; it also holds 64 bytes a field and a cookie, a copy of the cookies and the
/// response's head. The half is written over with zeros, and so is resident, once a request is read.
///
/// Most heads are short, and a stream keeps its connection's memory for hours: so there are two sizes, and the first head decides.
enum ConnectionMemory {
  static let small = 6_144

  /// For any head within the limit.
  static func large(_ limits: ServerLimits) -> Int {
    max(min(max(limits.headBytes, 1_024), 1 << 20) * 3 / 2 + 3_072, small)
  }

  /// Whether the first head takes so little of the small size that later ones of the connection, with further fields, will fit as well.
  static func isSmall(_ head: RequestHead, limits: ServerLimits) -> Bool {
    let bytes = head.fields.reduce(head.target.count) { $0 + $1.name.count + $1.value.count + 4 }
    return bytes <= 1_536 && head.fields.count <= 24 || large(limits) == small
  }
}
