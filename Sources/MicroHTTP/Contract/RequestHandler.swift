import HTTPTypes
import Platform

/// Decides how requests are answered. Called on a loop's thread: it must not block.
package protocol RequestHandler: Sendable {
  /// The head is here and passed the guard; nothing of the body has been read.
  func admit(_ request: Request) -> Admission

  /// The request is complete.
  func answer(_ request: Request) -> Answer

  /// Header fields for what the server itself answers in the handler's stead: a body that is too long, too many streams.
  func refusalFields(for request: Request) -> HTTPFields
}

extension RequestHandler {
  package func refusalFields(for request: Request) -> HTTPFields { [:] }
}

package enum Admission: Sendable {
  /// Go on; a longer body is answered 413.
  case body(limit: Int)
  /// Answer now, without reading the body, and close the connection.
  case refuse(HTTPResult)
}

package enum Answer: Sendable {
  case result(HTTPResult)
  /// Made on the server's worker threads; the connection rests until it is there. The task is cancelled when the client goes.
  case later(@Sendable () async -> HTTPResult)
  /// Made on the loop's thread; `StreamID` is what `HTTPServer.wake` and `HTTPServer.end` take.
  case stream(@Sendable (StreamID) -> any StreamProducer)
}

/// A whole response.
///
/// `Content-Length`, `Transfer-Encoding` and `Connection` are made by the server; a field of that name is left out,
/// but for `Connection: close`. `Date` is made by it where there is none. A HEAD request is answered with the same result; the server leaves the body out.
package struct HTTPResult: Sendable {
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A part of an open file, which is closed with the last copy of the result.
    case file(OwnedDescriptor, offset: UInt64, length: UInt64)
  }

  package var status: Int
  package var headerFields: HTTPFields
  package var body: Body
  /// Whether the server says `Date` where the fields do not.
  package var isDated: Bool

  package init(status: Int, headerFields: HTTPFields = [:], body: Body = .none, isDated: Bool = true) {
    self.isDated = isDated
    self.status = status
    self.headerFields = headerFields
    self.body = body
  }

  /// How many bytes the body has.
  package var bodyLength: UInt64 {
    switch body {
    case .none: 0
    case .bytes(let bytes): UInt64(bytes.count)
    case .file(_, _, let length): length
    }
  }
}
