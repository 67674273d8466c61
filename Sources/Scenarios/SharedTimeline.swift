/// The settings of a timeline that all clients of a scenario share: when it runs, and the events that it keeps for reconnecting clients.
package struct SharedTimeline: Sendable, Hashable {
  package enum Start: String, Sendable, CaseIterable { case firstClient = "first-client", load }
  /// The behavior of the timeline while no client follows it.
  package enum Idling: String, Sendable, CaseIterable { case run, pause, stop }
  /// The treatment of a client that is so slow that the history no longer has its next event.
  package enum Slowness: String, Sendable, CaseIterable { case skip, cut }
  /// The event at which a reconnecting client resumes, once its last event has been found.
  package enum Resumption: Sendable, Hashable {
    /// The event after its last one.
    case goOn
    /// The event that it would get if its last event were no longer known.
    case forget
    /// An event this many events later.
    case gap(Int)
    /// An event this many events earlier.
    case duplicate(Int)
  }

  package var start = Start.firstClient
  package var withoutClients = Idling.run
  /// The maximum number of events that are kept for reconnecting clients.
  package var history = 1_000
  /// The maximum age of a kept event, in nanoseconds.
  package var historyAge: UInt64 = 300_000_000_000
  package var slow = Slowness.skip
  package var resumption = Resumption.goOn
}
