import HTTPTypes
import Synchronization

/// What a stream plays. The event loop asks it what comes next; it never blocks and keeps no thread.
///
/// Every call is made on the loop's thread, never two at once.
package protocol StreamProducer {
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
  package mutating func clientClosed(_ summary: StreamSummary) {}

  /// For producers whose calls never cost much.
  package mutating func turnBegins() {}
}

/// What a producer wants done.
package enum Production: Sendable {
  /// The response's head. Comes before any bytes, at most once; without it the first bytes imply status 200.
  case head(StreamHead)
  /// A whole response in place of a stream, if no head has gone out yet.
  case respond(HTTPResult)
  /// The buffer is one write: one chunk and one segment of its own. Asked again when the socket took it.
  case write
  /// Send what the buffer holds, if anything; ask again at that time (CLOCK_MONOTONIC, nanoseconds), or when
  /// `HTTPServer.wake` names this stream.
  case wait(until: UInt64)
  /// Send what the buffer holds, if anything; ask again when `HTTPServer.wake` names this stream.
  case pause
  /// The same, and the stream belongs to the group from here on: ask again when the group is woken as well.
  case follow(StreamGroup)
  /// Send what the buffer holds, if anything; there is work left over, so ask again after others were served.
  case yield
  /// Send what the buffer holds, then end.
  case end(StreamEnding)
}

/// Status, header fields and framing of a stream.
package struct StreamHead: Sendable {
  package enum Framing: Sendable, Hashable {
    /// Chunked to HTTP/1.1 clients, the end of the connection to HTTP/1.0 ones.
    case chunked
    /// `Content-Length: n`, whatever follows. The connection is closed after it.
    case length(UInt64)
    /// The end of the connection is the end of the body.
    case closeDelimited
  }

  package var status: Int
  package var headerFields: HTTPFields
  package var framing: Framing
  /// Whether the server says `Date` where the fields do not.
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

/// The three ways in which a stream can end.
package enum StreamEnding: Sendable, Hashable {
  /// As HTTP says it should: last chunk, or the whole Content-Length.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}

/// What became of a stream.
package struct StreamSummary: Sendable, Hashable {
  package enum EndedBy: Sendable, Hashable {
    /// Its producer said so.
    case producer(StreamEnding)
    /// The client closed or reset the connection.
    case client
    /// No progress for the time allowed.
    case stalled
    /// `HTTPServer.end`.
    case command(StreamEnding)
    case shutdown
  }

  package var endedBy: EndedBy
  /// Bytes of the body that the socket took, chunk framing not counted.
  package var bytes: UInt64
  /// Nanoseconds from the request's head to the end.
  package var duration: UInt64
  /// Bytes that the socket took and the other side's system had not acknowledged, framing counted: what it may never have seen. What it
  /// acknowledged lies with its system, whether or not the client has read it.
  package var unacknowledged: UInt64
  /// The longest time for which the socket took nothing that was to be sent; nanoseconds.
  package var longestBlock: UInt64
  /// A moment of CLOCK_MONOTONIC before which the end had not left the socket; 0 where that is not known.
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

/// Names a stream for as long as the server runs; never used twice.
package struct StreamID: Hashable, Sendable, CustomStringConvertible {
  package let number: UInt64
  package init(number: UInt64) { self.number = number }
  /// Sixteen hexadecimal digits or fewer, as in the response header `Playground-Stream`.
  package var description: String { String(number, radix: 16) }
}

/// Streams on all loops that wait for the same thing: `HTTPServer.wake` asks all of them again, with one message a loop.
///
/// A stream belongs to a group from its first `Production.follow` on, until it is over.
package final class StreamGroup: Sendable {
  /// A bit for each loop that has members.
  private let joined = Atomic<UInt64>(0)
  /// A bit for each loop that has been told to wake its members and has not begun to.
  private let told = Atomic<UInt64>(0)

  package init() {}

  func join(loop: Int) { joined.bitwiseOr(Self.bit(loop), ordering: .sequentiallyConsistent) }

  func leave(loop: Int) { joined.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// Whether a loop is to be told: it has members and does not know yet.
  func tell(loop: Int) -> Bool {
    let bit = Self.bit(loop)
    guard joined.load(ordering: .sequentiallyConsistent) & bit != 0 else { return false }
    return told.bitwiseOr(bit, ordering: .sequentiallyConsistent).oldValue & bit == 0
  }

  /// A loop begins to wake its members: what happens from here on needs another message.
  func heard(loop: Int) { told.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// A server has at most 64 loops.
  private static func bit(_ loop: Int) -> UInt64 { 1 << UInt64(loop) }
}
