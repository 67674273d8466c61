import HTTPTypes
import Synchronization

/// Produces what a stream sends. The event loop asks it what comes next; it must not block.
///
/// All calls are made on the loop's thread, one at a time.
package protocol StreamProducer {
  /// A turn begins: until the next one, all calls of `next` together may take about half a millisecond of work and produce 64 KiB. A producer
  /// that has used this up answers `yield`, and is asked again after others have been served.
  ///
  /// The loop looks at the clock between calls, not within them: the producer has to bound what one call costs.
  mutating func turnBegins()

  /// Returns what comes next, and appends bytes to `buffer`, which is empty at the call.
  ///
  /// It is called again only after the socket has taken what was appended before: a slow reader slows its own producer, and
  /// the server never holds more for a stream than one answer of its producer. Keep one answer under 256 KiB.
  ///
  /// - Parameter now: nanoseconds of CLOCK_MONOTONIC.
  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production

  /// The server is shutting down: append final bytes, such as a `retry:` line; then the stream ends as `complete`.
  mutating func drain(into buffer: inout [UInt8])

  /// The client closed its sending half: it has left, or still reads for at most two seconds. Called at most once, before `ended`.
  mutating func clientClosed(_ summary: StreamSummary)

  /// The stream is over. Called exactly once.
  mutating func ended(_ summary: StreamSummary)
}

extension StreamProducer {
  package mutating func clientClosed(_ summary: StreamSummary) {}

  /// For producers whose calls are always cheap.
  package mutating func turnBegins() {}
}

/// What a producer wants the loop to do.
package enum Production: Sendable {
  /// The response's head: before any bytes and at most once. Without it the first bytes imply status 200.
  case head(StreamHead)
  /// A whole response in place of a stream, if no head was sent yet.
  case respond(HTTPResult)
  /// Send the buffer as one write: one chunk, in its own segment. Ask again when the socket has taken it.
  case write
  /// Send the buffer, if it is not empty; ask again at a time (CLOCK_MONOTONIC, nanoseconds), or when `HTTPServer.wake` is called for
  /// this stream.
  case wait(until: UInt64)
  /// Send the buffer, if it is not empty; ask again when `HTTPServer.wake` is called for this stream.
  case pause
  /// As `pause`, and the stream joins the group: ask again also when the group is woken.
  case follow(StreamGroup)
  /// Send the buffer, if it is not empty; there is work left over, so ask again after others have been served.
  case yield
  /// Send the buffer, then end.
  case end(StreamEnding)
}

/// Status, header fields and framing of a stream.
package struct StreamHead: Sendable {
  package enum Framing: Sendable, Hashable {
    /// Chunked (RFC 9112, 7.1) for HTTP/1.1 clients; for HTTP/1.0 clients the end of the connection ends the body.
    case chunked
    /// `Content-Length: n`, however long the body is. The connection is closed after it.
    case length(UInt64)
    /// The end of the connection ends the body (RFC 9112, 6.3).
    case closeDelimited
  }

  package var status: Int
  package var headerFields: HTTPFields
  package var framing: Framing
  /// Whether the server adds `Date` if the fields have none.
  package var isDated: Bool

  package init(
    status: Int = 200, headerFields: HTTPFields = [:], framing: Framing = .chunked, isDated: Bool = true
  ) {
    self.isDated = isDated
    self.status = status
    self.headerFields = headerFields
    self.framing = framing
  }
}

/// The three ways in which a stream can end. The raw values are the names that the API and journals use.
package enum StreamEnding: String, Sendable, Hashable {
  /// As HTTP requires (RFC 9112, 8): with the last chunk, or after the whole Content-Length.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}

/// How a stream ended, and what it sent.
package struct StreamSummary: Sendable, Hashable {
  package enum EndedBy: Sendable, Hashable {
    /// Its producer returned `end`.
    case producer(StreamEnding)
    /// The client closed or reset the connection.
    case client
    /// The socket took nothing for the time allowed.
    case stalled
    /// `HTTPServer.end`.
    case command(StreamEnding)
    case shutdown
  }

  package var endedBy: EndedBy
  /// Bytes of the body that the socket took, without chunk framing.
  package var bytes: UInt64
  /// Nanoseconds from the request's head to the end.
  package var duration: UInt64
  /// Bytes, with framing, that the socket took and the other side's system had not acknowledged: they may never have arrived. Acknowledged
  /// bytes have reached that system, whether or not the client has read them.
  package var unacknowledged: UInt64
  /// The longest time for which the socket took nothing although bytes were waiting; nanoseconds.
  package var longestBlock: UInt64
  /// The earliest time of CLOCK_MONOTONIC (nanoseconds) at which the end can have left; 0 if it is not known.
  package var leftAt: UInt64

  package init(
    endedBy: EndedBy, bytes: UInt64, duration: UInt64, unacknowledged: UInt64 = 0, longestBlock: UInt64 = 0,
    leftAt: UInt64 = 0
  ) {
    self.endedBy = endedBy
    self.bytes = bytes
    self.duration = duration
    self.unacknowledged = unacknowledged
    self.longestBlock = longestBlock
    self.leftAt = leftAt
  }
}

/// Identifies a stream while the server runs; never reused.
package struct StreamID: Hashable, Sendable, CustomStringConvertible {
  package let number: UInt64
  package init(number: UInt64) { self.number = number }
  /// At most sixteen hexadecimal digits, as in the field `Playground-Stream`.
  package var description: String { String(number, radix: 16) }
}

/// Streams on all loops that wait for the same thing: `HTTPServer.wake` asks all of them again, with one message per loop.
///
/// A stream joins a group with `Production.follow` and belongs to it until it is over.
package final class StreamGroup: Sendable {
  /// A bit for each loop that has members.
  private let joined = Atomic<UInt64>(0)
  /// A bit for each loop that was told to wake its members and has not begun yet.
  private let told = Atomic<UInt64>(0)

  package init() {}

  func join(loop: Int) { joined.bitwiseOr(Self.bit(loop), ordering: .sequentiallyConsistent) }

  func leave(loop: Int) { joined.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// Whether a message to a loop is needed: it has members, and no message is on its way. If so, the message counts as sent.
  func tell(loop: Int) -> Bool {
    let bit = Self.bit(loop)
    guard joined.load(ordering: .sequentiallyConsistent) & bit != 0 else { return false }
    return told.bitwiseOr(bit, ordering: .sequentiallyConsistent).oldValue & bit == 0
  }

  /// A loop begins to wake its members: anything that happens from now on needs another message.
  func heard(loop: Int) { told.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// A server has at most 64 loops.
  private static func bit(_ loop: Int) -> UInt64 { 1 << UInt64(loop) }
}
