import HTTPTypes
import MicroHTTP
import TextForms

/// Keeps pages of other sites, and strangers on the network, from changing anything through the API, and from seeing what its
/// clients do.
///
/// A browser sends a cross-site form or a simple fetch without asking first, so the content type, the Origin and
/// Sec-Fetch-Site are checked before a body is read.
/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
struct AccessPolicy: Sendable {
  var door = Door()

  /// What becomes of a request.
  enum Verdict {
    case admitted
    case refused(HTTPResult)
    /// There were too many wrong tokens: the refusal comes later.
    case delayed(HTTPResult)
  }

  /// Decides on a request as its head comes in; a wrong token is counted.
  ///
  /// - Parameter effect: of the operation; nil for one that nobody may ask for.
  func verdict(on request: Request, effect: Effect?, contentTypes: [String] = Route.scenarioTypes) -> Verdict
  {
    guard let refusal = refusal(of: request, effect: effect, contentTypes: contentTypes) else {
      return .admitted
    }
    guard refusal.status == 401, door.access(of: request).isWrongToken, door.countWrong(request) else {
      return .refused(refusal)
    }
    return .delayed(refusal)
  }

  /// Why the request is refused; nil if it may go on.
  func refusal(of request: Request, effect: Effect?, contentTypes: [String] = Route.scenarioTypes)
    -> HTTPResult?
  {
    guard let effect else { return .problem(.forbidden, "Nobody may ask for this.") }
    if effect.isForOwnPages, let refusal = crossSite(request) { return refusal }
    if effect.role > .visitor, let refusal = unauthorized(request, effect) { return refusal }
    return effect == .writes || effect == .computes ? contentType(request, contentTypes) : nil
  }

  private func crossSite(_ request: Request) -> HTTPResult? {
    let fields = request.headerFields
    if let site = fields[Self.secFetchSite], site != "same-origin", site != "none" {
      return .problem(
        .forbidden, "A page of another site may not send this: Sec-Fetch-Site is '\(site.forSentence)'.")
    }
    guard let origin = fields[.origin], !request.arrival.isOwn(origin: origin) else { return nil }
    return .problem(
      .forbidden, "The API takes this only from its own pages, and Origin is '\(origin.forSentence)'.")
  }

  private func unauthorized(_ request: Request, _ effect: Effect) -> HTTPResult? {
    let access = door.access(of: request)
    if access.role >= effect.role { return nil }
    let consequence = effect == .observes ? "be shown what its clients do" : "change anything"
    let detail =
      if !door.hasToken {
        "Nobody beyond the server's own machine may \(consequence), since the server has no ADMIN_TOKEN. Set one and restart."
      } else if access.isWrongToken {
        "The token is not the server's (ADMIN_TOKEN)."
      } else {
        "To \(consequence), sign in, or send 'Authorization: Bearer' with the server's ADMIN_TOKEN."
      }
    return .unauthorized(request, detail, canSignIn: door.hasToken)
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

  private static let secFetchSite = HTTPField.Name.known("sec-fetch-site")
}

extension HTTPResult {
  /// 401, with the address at which more rights are to be had where there is a token to have them by.
  ///
  ///     {"type":"about:blank","title":"Unauthorized","status":401,"detail":"…","signIn":"/sign-in/"}
  static func unauthorized(_ request: Request, _ detail: String, canSignIn: Bool = true) -> HTTPResult {
    let signIn = JSONValue.Member(
      name: "signIn", value: .string(request.arrival.address(of: Door.signInPage)))
    return problem(
      .unauthorized, detail, canSignIn ? [signIn] : [],
      headerFields: [.wwwAuthenticate: "Bearer realm=\"sse-playground\""])
  }
}
