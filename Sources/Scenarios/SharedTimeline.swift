/// The settings of a timeline that all clients of a scenario follow: when it runs, and what it keeps for clients that return.
package struct SharedTimeline: Sendable, Hashable {
  package enum Start: String, Sendable, CaseIterable { case firstClient = "first-client", load }
  /// What the timeline does while no client follows it.
  package enum Idling: String, Sendable, CaseIterable { case run, pause, stop }
  /// What happens to a client that is so slow that the history no longer has its next event.
  package enum Slowness: String, Sendable, CaseIterable { case skip, cut }
  /// Where a client that returns resumes, once its last event has been found.
  package enum Resumption: Sendable, Hashable {
    /// With the event after its last one.
    case goOn
    /// As if its last event were no longer known.
    case forget
    /// This many events later.
    case gap(Int)
    /// This many events earlier.
    case duplicate(Int)
  }

  package var start = Start.firstClient
  package var withoutClients = Idling.run
  /// The maximum number of events that are kept for clients that return.
  package var history = 1_000
  /// The maximum age of a kept event, in nanoseconds.
  package var historyAge: UInt64 = 300_000_000_000
  package var slow = Slowness.skip
  package var resumption = Resumption.goOn
}
