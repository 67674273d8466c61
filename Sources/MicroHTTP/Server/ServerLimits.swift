/// How much a server takes on. A limit that is met is answered with a message that names it.
public struct ServerLimits: Sendable {
  /// Streams open at once; the next one is answered 503 with Retry-After.
  public var streams = 4096
  /// Connections open at once; the next one is answered 503 with Retry-After. Lowered where RLIMIT_NOFILE asks for it,
  /// and `streams` with it.
  public var connections = 4352
  /// Streams of one address that is not loopback; the next one is answered 429.
  public var streamsPerAddress = 256
  /// The same for loopback addresses.
  public var streamsPerLoopbackAddress = Int.max
  /// From the connection, or from a later request's first line, to the blank line.
  public var headDeadline = Duration.seconds(10)
  /// From the blank line to the end of the body.
  public var bodyDeadline = Duration.seconds(15)
  /// From a response to the next request's first line.
  public var keepAliveDeadline = Duration.seconds(15)
  /// Without progress for that long, a stream is cut.
  public var stallDeadline = Duration.seconds(15)
  /// Of a request's head; more is answered 431. A connection whose first head is long takes about as much memory again, others 6 KiB.
  public var headBytes = 16_384
  /// Of a request's target; more is answered 414.
  public var targetBytes = 4_096
  /// Access log lines a second and loop; what is above is counted and said in one line.
  public var logLinesPerSecond = 100

  /// Connections of one loop that were refused and whose clients are still given time to read the answer.
  var lingeringConnections = 64

  public init() {}
}
