/// How the clients of a scenario follow one timeline: when it runs, and what is kept for those who come back.
package struct SharedTimeline: Sendable, Hashable {
  package enum Start: String, Sendable { case firstClient = "first-client", load }
  /// What it does while nobody follows it.
  package enum Idling: String, Sendable { case run, pause, stop }
  /// What becomes of a client that the history has passed by.
  package enum Slowness: String, Sendable { case skip, cut }
  /// Where a client that comes back goes on, once its last event is found.
  package enum Resumption: Sendable, Hashable {
    case goOn
    /// As though its event were no longer known.
    case forget
    /// That many events later.
    case gap(Int)
    /// That many events earlier.
    case duplicate(Int)
  }

  package var start = Start.firstClient
  package var withoutClients = Idling.run
  /// Events.
  package var history = 1_000
  /// Nanoseconds.
  package var historyAge: UInt64 = 300_000_000_000
  package var slow = Slowness.skip
  package var resumption = Resumption.goOn
}
