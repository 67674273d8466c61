/// The result of `Plan.advance`: what the player must do next, once everything that is due has been performed.
///
/// `head`, `respond`, `signal` and `follow` are returned once, and the next call continues after them. The others are returned
/// each time the plan is asked.
package enum Next: Sendable {
  /// The status and header fields, before any bytes.
  indirect case head(ResponseHead)
  /// A whole response instead of a stream. Nothing follows.
  indirect case respond(PlainResponse)
  /// Nothing is due before this time.
  case at(PlanTime)
  /// The steps wait until the gate with that name is opened in the request's session, with `Plan.open`. Ask again at
  /// `until`, when something else is due; nil if nothing else is.
  case gate(String, until: PlanTime?)
  /// A value for a gate of a session. The stream's player delivers it.
  indirect case signal(Signal)
  /// The steps send nothing, after `end: hold` or while paused, but the stream stays open. Ask again at `until`, as for `gate`.
  case idle(until: PlanTime?)
  /// Nothing further from this plan: the stream continues with the scenario's shared timeline.
  case follow
  /// How the stream ends. Nothing follows.
  case end(Ending)
  /// The meter is spent: ask again after serving others.
  case again
}

/// The ways in which a stream or a body can end. The raw values are the values of the key `end`.
package enum Ending: String, Sendable, Hashable, CaseIterable {
  /// The body ends as HTTP requires: with the last chunk, or after all of `Content-Length`.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}
