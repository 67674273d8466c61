import HTTPTypes
import Platform

/// Answers requests. Called on a loop's thread: it must not block.
package protocol RequestHandler: Sendable {
  /// The head has arrived and passed the guard; nothing of the body has been read.
  func admit(_ request: Request) -> Admission

  /// The request is complete.
  func answer(_ request: Request) -> Answer

  /// Header fields for responses that the server makes itself, because a body is too long or there are too many streams.
  func refusalFields(for request: Request) -> HTTPFields
}

extension RequestHandler {
  package func refusalFields(for request: Request) -> HTTPFields { [:] }
}

package enum Admission: Sendable {
  /// Read the body; one of more than `limit` bytes is answered 413 (RFC 9110, 15.5.14).
  case body(limit: Int)
  /// Answer now, without reading the body, and close the connection.
  case refuse(HTTPResult)
}

package enum Answer: Sendable {
  case result(HTTPResult)
  /// Computed on the server's worker threads while the connection waits. The task is cancelled when the client leaves.
  case later(@Sendable () async -> HTTPResult)
  /// The producer is made on the loop's thread; `HTTPServer.wake` and `HTTPServer.end` take the `StreamID`.
  case stream(@Sendable (StreamID) -> any StreamProducer)
}

/// A whole response.
///
/// The server generates `Content-Length`, `Transfer-Encoding` and `Connection`, and drops fields with these names except
/// `Connection: close`. It adds `Date` if there is none. A HEAD request gets the same result; the server leaves out the body.
package struct HTTPResult: Sendable {
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A part of an open file, which is closed when the last copy of the result goes away.
    case file(OwnedDescriptor, offset: UInt64, length: UInt64)
  }

  package var status: Int
  package var headerFields: HTTPFields
  package var body: Body
  /// Whether the server adds `Date` (RFC 9110, 6.6.1) if the fields have none.
  package var isDated: Bool

  package init(status: Int, headerFields: HTTPFields = [:], body: Body = .none, isDated: Bool = true) {
    self.isDated = isDated
    self.status = status
    self.headerFields = headerFields
    self.body = body
  }

  /// Bytes of the body, also for a HEAD request.
  package var bodyLength: UInt64 {
    switch body {
    case .none: 0
    case .bytes(let bytes): UInt64(bytes.count)
    case .file(_, _, let length): length
    }
  }
}
