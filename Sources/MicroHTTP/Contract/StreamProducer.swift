/// What a stream plays. The event loop asks it what comes next; it never blocks and keeps no thread.
///
/// Every call is made on the loop's thread, never two at once.
public protocol StreamProducer {
  /// A turn begins: until the next one, all calls of `next` together may cost what one turn may, about half a millisecond of work and 64 KiB.
  /// A producer that has spent it answers `yield`, and is asked again after others were served.
  ///
  /// The loop looks at the clock between calls, not within them: what one call costs is the producer's to bound.
  mutating func turnBegins()

  /// Says what comes next. Bytes are appended to `buffer`, which is empty at the call.
  ///
  /// It is asked again only when the socket took what it appended before: a slow reader slows its own producer, and
  /// the server never holds more for a stream than one answer of its producer. Keep one answer under 256 KiB.
  ///
  /// - Parameter now: nanoseconds of CLOCK_MONOTONIC.
  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production

  /// The server is shutting down: append last words (a `retry:` line), then the stream ends completely.
  mutating func drain(into buffer: inout [UInt8])

  /// The client closed its sending half: it has left, or it reads what is still sent, for two seconds at most. Called at most once,
  /// before `ended`.
  mutating func clientClosed(_ summary: StreamSummary)

  /// The stream is over. Called exactly once.
  mutating func ended(_ summary: StreamSummary)
}

extension StreamProducer {
  public mutating func clientClosed(_ summary: StreamSummary) {}

  /// For producers whose calls never cost much.
  public mutating func turnBegins() {}
}
