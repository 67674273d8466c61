/// How the clients of a scenario follow one timeline: when it runs, and what is kept for those who come back.
public struct SharedTimeline: Sendable, Hashable {
  public enum Start: String, Sendable { case firstClient = "first-client", load }
  /// What it does while nobody follows it.
  public enum Idling: String, Sendable { case run, pause, stop }
  /// What becomes of a client that the history has passed by.
  public enum Slowness: String, Sendable { case skip, cut }
  /// Where a client that comes back goes on, once its last event is found.
  public enum Resumption: Sendable, Hashable {
    case goOn
    /// As though its event were no longer known.
    case forget
    /// That many events later.
    case gap(Int)
    /// That many events earlier.
    case duplicate(Int)
  }

  public var start = Start.firstClient
  public var withoutClients = Idling.run
  /// Events.
  public var history = 1_000
  /// Nanoseconds.
  public var historyAge: UInt64 = 300_000_000_000
  public var slow = Slowness.skip
  public var resumption = Resumption.goOn

  public init() {}
}
