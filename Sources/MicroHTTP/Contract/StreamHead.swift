import HTTPTypes

/// Status, header fields and framing of a stream.
public struct StreamHead: Sendable {
  public enum Framing: Sendable, Hashable {
    /// Chunked to HTTP/1.1 clients, the end of the connection to HTTP/1.0 ones.
    case chunked
    /// `Content-Length: n`, whatever follows. The connection is closed after it.
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
