/// Counts of a running server.
public struct ServerStatistics: Sendable, Hashable {
  public var openConnections = 0
  public var openStreams = 0
  public var connections: UInt64 = 0
  public var requests: UInt64 = 0
  public var streams: UInt64 = 0
  /// Of bodies of streams, chunk framing not counted.
  public var streamBytes: UInt64 = 0
  /// By the status they were answered with, and 0 for those that were only closed (a deadline, say).
  public var refusals: [Int: UInt64] = [:]
}
