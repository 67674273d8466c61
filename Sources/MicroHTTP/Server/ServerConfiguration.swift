import Platform

/// Where a server listens, which names it answers to, and its limits.
package struct ServerConfiguration: Sendable {
  /// IP addresses to bind, all to one port. At least one has to work: a machine without IPv6 is served over IPv4.
  package var hosts: [String] = ["127.0.0.1", "::1"]
  /// 0 picks a port that is free on all addresses.
  package var port: UInt16 = 8000
  /// Names that a Host field may hold besides `localhost`, `127.0.0.1`, `[::1]` and the bound addresses, without port;
  /// a port in the field is ignored. `*` allows all.
  package var allowedHosts: Set<String> = []
  /// Peers whose `Forwarded` or `X-Forwarded-*` fields are believed.
  package var trustedProxies: [IPAddressRange] = []
  /// Whether a loopback peer is a client on this machine; false where a container engine may forward connections.
  package var knowsLocal = true
  package var limits = ServerLimits()
  /// Threads that serve connections, each with its own event loop.
  package var loops = Self.loops(processors: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  package init() {}

  /// One per processor, except one that is left to other programs such as clients; from 1 to 4.
  static func loops(processors: Int) -> Int { min(max(processors - 1, 1), 4) }
}

/// The limits of a server. A request that exceeds one is answered with a message that names it.
package struct ServerLimits: Sendable {
  /// Streams open at the same time; the next one is answered 503 with Retry-After.
  package var streams = 4096
  /// Connections open at the same time; the next one is answered 503 with Retry-After. Lowered, together with `streams`, to what
  /// RLIMIT_NOFILE allows.
  package var connections = 4352
  /// Streams of one address other than loopback; the next one is answered 429 (RFC 6585, 4).
  package var streamsPerAddress = 256
  /// The same for loopback addresses.
  package var streamsPerLoopbackAddress = Int.max
  /// The time from the connection, or from a later request's first line, to the head's blank line.
  package var headDeadline = Duration.seconds(10)
  /// The time from the head's blank line to the end of the body.
  package var bodyDeadline = Duration.seconds(15)
  /// The time from a response to the next request's first line.
  package var keepAliveDeadline = Duration.seconds(15)
  /// The time without progress after which a stream is cut.
  package var stallDeadline = Duration.seconds(15)
  /// Bytes of a request's head; a longer one gets 431. With a long first head a connection takes about 1.5 times this memory, else 6 KiB.
  package var headBytes = 16_384
  /// Bytes of a request's target; a longer one is answered 414 (RFC 9110, 15.5.15).
  package var targetBytes = 4_096
  /// Lines of the access log per second and loop; the number of lines left out is logged in one line.
  package var logLinesPerSecond = 100

  /// The number of refused connections of one loop whose clients get time to read the answer.
  var lingeringConnections = 64

  package init() {}
}

/// Why a server cannot run: one line that says what to do.
package struct ServerError: Error, CustomStringConvertible, Hashable {
  package var description: String

  package init(_ description: String) {
    self.description = description
  }

  init(_ error: SystemError) { description = error.description }

  /// Calls `body` and rethrows a `SystemError` as a `ServerError`.
  static func naming<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(ServerError)
    -> Result
  {
    do { return try body() } catch { throw ServerError(error) }
  }
}
