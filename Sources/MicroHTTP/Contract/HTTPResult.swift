import HTTPTypes

/// A whole response.
///
/// `Content-Length`, `Transfer-Encoding`, `Date` and `Connection` are made by the server; a field of that name is left out,
/// but for `Connection: close`. A HEAD request is answered with the same result; the server leaves the body out.
public struct HTTPResult: Sendable {
  public enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A part of an open file, which is closed with the last copy of the result.
    case file(OwnedDescriptor, offset: UInt64, length: UInt64)
  }

  public var status: Int
  public var headerFields: HTTPFields
  public var body: Body

  public init(status: Int, headerFields: HTTPFields = [:], body: Body = .none) {
    self.status = status
    self.headerFields = headerFields
    self.body = body
  }

  /// How many bytes the body has.
  public var bodyLength: UInt64 {
    switch body {
    case .none: 0
    case .bytes(let bytes): UInt64(bytes.count)
    case .file(_, _, let length): length
    }
  }
}
