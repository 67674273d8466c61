import HTTPTypes

/// Decides how requests are answered. Called on a loop's thread: it must not block.
public protocol RequestHandler: Sendable {
  /// The head is here and passed the guard; nothing of the body has been read.
  func admit(_ request: Request) -> Admission

  /// The request is complete.
  func answer(_ request: Request) -> Answer
}

public enum Admission: Sendable {
  /// Go on; a longer body is answered 413.
  case body(limit: Int)
  /// Answer now and close the connection.
  case refuse(HTTPResult)
}

public enum Answer: Sendable {
  case result(HTTPResult)
  /// Computed elsewhere (a database, say); the connection rests until it is there.
  case later(@Sendable () async -> HTTPResult)
  /// Made on the loop's thread; `StreamID` is what `wake` and `end` take.
  case stream(@Sendable (StreamID) -> any StreamProducer)
}

/// Names a stream for as long as the server runs; never used twice.
public struct StreamID: Hashable, Sendable, CustomStringConvertible {
  public let number: UInt64
  public init(number: UInt64) { self.number = number }
  /// Sixteen hexadecimal digits or fewer, as in the response header `X-Stream-Id`.
  public var description: String { String(number, radix: 16) }
}

/// A request whose head passed the guard.
public struct Request: Sendable {
  public var method: HTTPRequest.Method
  /// The request target as sent.
  public var target: String
  /// The target's path as sent, before any `?`.
  public var path: String
  /// The path's segments, percent-decoded; `/a/b%2Fc` is `["a", "b/c"]`.
  public var segments: [String]
  /// The query's parameters in order, percent-decoded, `+` as space.
  public var query: [(name: String, value: String)]
  public var headerFields: HTTPFields
  public var body: [UInt8]
  /// Without the port: `127.0.0.1`, `::1`.
  public var remoteAddress: String
  public var isHTTP10: Bool
}

/// A whole response.
public struct HTTPResult: Sendable {
  public enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A part of an open file; the descriptor is closed by whoever sends it.
    case file(descriptor: Int32, offset: UInt64, length: UInt64)
  }

  public var status: Int
  public var headerFields: HTTPFields
  public var body: Body

  public init(status: Int, headerFields: HTTPFields = [:], body: Body = .none) {
    self.status = status
    self.headerFields = headerFields
    self.body = body
  }
}

/// Status, header fields and framing of a stream.
public struct StreamHead: Sendable {
  public enum Framing: Sendable, Hashable {
    /// Chunked to HTTP/1.1 clients, the end of the connection to HTTP/1.0 ones.
    case chunked
    /// `Content-Length: n`, whatever follows.
    case length(UInt64)
    /// The end of the connection is the end of the body.
    case closeDelimited
  }

  public var status: Int
  public var headerFields: HTTPFields
  public var framing: Framing

  public init(status: Int = 200, headerFields: HTTPFields = [:], framing: Framing = .chunked) {
    self.status = status
    self.headerFields = headerFields
    self.framing = framing
  }
}

/// What became of a stream.
public struct StreamSummary: Sendable {
  public enum EndedBy: Sendable, Hashable {
    /// Its producer said so.
    case producer(StreamEnding)
    /// The client closed or reset the connection.
    case client
    /// No progress for the time allowed.
    case stalled
    /// `EventLoop.end`.
    case command
    case shutdown
  }

  public var endedBy: EndedBy
  /// Bytes of the body that the socket took, chunk framing not counted.
  public var bytes: UInt64
  /// Nanoseconds from the request's head to the end.
  public var duration: UInt64

  public init(endedBy: EndedBy, bytes: UInt64, duration: UInt64) {
    self.endedBy = endedBy
    self.bytes = bytes
    self.duration = duration
  }
}
