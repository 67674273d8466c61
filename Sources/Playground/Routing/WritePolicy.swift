import FieldValues
import HTTPTypes
import MicroHTTP

/// Keeps pages of other sites, and strangers on the network, from changing anything through the API, and from seeing what its
/// clients do.
///
/// A browser sends a cross-site form or a simple fetch without asking first, so the content type, the Origin and
/// Sec-Fetch-Site are checked before a body is read.
/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
struct WritePolicy: Sendable {
  /// Whether the server listens on loopback addresses only.
  var isLocal: Bool
  /// What `Authorization: Bearer` must carry when it does not.
  var adminToken: String?

  /// Why the request is refused; nil if it may go on.
  func refusal(
    of request: Request, effect: Route.Effect, contentTypes: [String] = Route.scenarioTypes
  ) -> HTTPResult? {
    switch effect {
    case .reads: nil
    case .observes:
      crossSite(request)
        ?? unauthorized(request, without: "so nobody can be shown what its clients do")
    case .computes: crossSite(request) ?? contentType(request, contentTypes)
    case .writes:
      crossSite(request) ?? unauthorized(request, without: "so nothing can be changed")
        ?? contentType(request, contentTypes)
    }
  }

  private func crossSite(_ request: Request) -> HTTPResult? {
    let fields = request.headerFields
    if let site = fields[Self.secFetchSite], site != "same-origin", site != "none" {
      return .problem(
        .forbidden, "A page of another site may not send this: Sec-Fetch-Site is '\(site.forSentence)'.")
    }
    guard let origin = fields[.origin] else { return nil }
    let host = fields[.hostField] ?? ""
    if origin == "http://\(host)" || origin == "https://\(host)" { return nil }
    return .problem(
      .forbidden, "The API takes this only from its own pages, and Origin is '\(origin.forSentence)'.")
  }

  private func unauthorized(_ request: Request, without consequence: String) -> HTTPResult? {
    if isLocal { return nil }
    let challenge: HTTPFields = [.wwwAuthenticate: "Bearer realm=\"sse-playground\""]
    guard let adminToken, !adminToken.isEmpty else {
      return .problem(
        .unauthorized,
        "The server listens beyond this machine and has no ADMIN_TOKEN, \(consequence). Set one and restart.",
        headerFields: challenge)
    }
    let given = Credentials.bearerToken(request.headerFields[.authorization])
    if let given, Self.isSame(given, adminToken) { return nil }
    return .problem(
      .unauthorized, "Send 'Authorization: Bearer' with the server's ADMIN_TOKEN.", headerFields: challenge)
  }

  private func contentType(_ request: Request, _ allowed: [String]) -> HTTPResult? {
    guard request.hasBody else { return nil }
    if let coding = request.headerFields[.contentEncoding], coding.lowercased() != "identity" {
      return .problem(
        .unsupportedMediaType,
        "The body must be sent as it is, without Content-Encoding, got '\(coding.forSentence)'.",
        headerFields: [.acceptEncoding: "identity"])
    }
    if request.headerFields[.contentRange] != nil {
      return .problem(.badRequest, "The whole body must be sent: Content-Range makes no part of it.")
    }
    if let type = request.mediaType, allowed.contains(type) { return nil }
    let got = request.headerFields[.contentType].map { "'\($0.forSentence)'" } ?? "none"
    return .problem(
      .unsupportedMediaType, "Content-Type must be \(allowed.joined(separator: " or ")), got \(got).",
      headerFields: [.accept: allowed.joined(separator: ", ")])
  }

  /// Compares in a time that does not tell how much was right.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    let (left, right) = (Array(a.utf8), Array(b.utf8))
    var difference: UInt8 = left.count == right.count ? 0 : 1
    for (x, y) in zip(left, right) { difference |= x ^ y }
    return difference == 0
  }

  private static let secFetchSite = HTTPField.Name.known("sec-fetch-site")
}
