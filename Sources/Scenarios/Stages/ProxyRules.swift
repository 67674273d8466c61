/// The simulated proxy between the server and the client of one stream.
struct ProxyRules: Sendable {
  enum Buffering: Sendable {
    case bytes(Int)
    case untilEnd
  }

  enum Encoding: String, Sendable, CaseIterable { case buffered, flushed }

  /// A response by the proxy itself, instead of the server's.
  enum OwnAnswer: String, Sendable, CaseIterable {
    case badGateway = "bad-gateway"
    case gatewayTimeout = "gateway-timeout"
    case loginRedirect = "login-redirect"
    case loginPage = "login-page"
  }

  var buffering: Buffering?
  var encoding: Encoding?
  /// Whether it neither buffers nor encodes unless the response has `X-Accel-Buffering: yes`. Its cuts do not depend on this.
  var heedsAccelBuffering = false
  /// Nanoseconds without a byte after which it cuts the connection.
  var idle: UInt64?
  /// The age of the connection, in nanoseconds, at which it cuts it.
  var maxAge: UInt64?
  var answer: OwnAnswer?
}

extension ProxyRules.OwnAnswer {
  func response(to request: PlanRequest) -> PlainResponse {
    switch self {
    case .badGateway: page(502, "502 Bad Gateway")
    case .gatewayTimeout: page(504, "504 Gateway Time-out")
    case .loginRedirect:
      PlainResponse(
        status: 302, headers: [(name: "location", value: "/login?next=" + request.path)], body: [])
    case .loginPage: page(200, "Please log in")
    }
  }

  private func page(_ status: Int, _ title: String) -> PlainResponse {
    PlainResponse(
      status: status, headers: [(name: "content-type", value: "text/html; charset=utf-8")],
      body: Array("<!doctype html>\n<title>\(title)</title>\n<h1>\(title)</h1>\n".utf8))
  }
}

/// A proxy that passes bytes on when its buffer is full, or at the end.
struct ProxyBuffer: Stage {
  private let size: Int
  private var piece = Piece()
  var buffered: Int { piece.bytes.count }

  /// - Parameter size: bytes; nil: as many as stages may buffer.
  init(size: Int?) { self.size = min(size ?? .max, Stages.limit) }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    self.piece.append(piece)
    if buffered >= size { finish(into: &output) }
  }

  mutating func finish(into output: inout [Piece]) {
    if buffered > 0 { output.append(piece) }
    piece = Piece()
  }
}
