import HTTPTypes
import MicroHTTP
import TextForms

/// Keeps pages of other sites, and strangers on the network, from changing anything through the API and from observing its
/// clients.
///
/// A browser sends a cross-site form or a simple fetch without a preflight, so the content type, Origin and Sec-Fetch-Site
/// are checked before a body is read.
/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
struct AccessPolicy: Sendable {
  /// Content types that a browser sends to another site only after a preflight.
  ///
  /// The three in the middle are deprecated names of the first. <https://www.rfc-editor.org/rfc/rfc9512#section-2.1>
  static let scenarioTypes = [
    "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/json",
  ]

  var door = Door()

  enum Verdict {
    case admitted
    case refused(HTTPResult)
    /// Refused with a delay, because the client sent too many wrong tokens.
    case delayed(HTTPResult)
  }

  /// Decides on a request when its head arrives, and counts a wrong token.
  ///
  /// - Parameter effect: the effect of the operation; nil for one that is refused to everyone.
  func verdict(on request: Request, effect: Effect?, contentTypes: [String] = scenarioTypes) -> Verdict {
    guard let refusal = refusal(of: request, effect: effect, contentTypes: contentTypes) else {
      return .admitted
    }
    guard [401, 403].contains(refusal.status), door.access(of: request).isWrongToken, door.countWrong(request)
    else {
      return .refused(refusal)
    }
    return .delayed(refusal)
  }

  /// Returns why the request is refused; nil if it is admitted.
  func refusal(of request: Request, effect: Effect?, contentTypes: [String] = scenarioTypes) -> HTTPResult? {
    guard let effect else { return .problem(.forbidden, "Nobody may ask for this.") }
    if effect.isForOwnPages, let refusal = crossSite(request) { return refusal }
    if effect.role > .visitor, let refusal = unauthorized(request, effect) { return refusal }
    return effect.takesBody ? contentType(request, contentTypes) : nil
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
    let wayIn = WayIn(door)
    let consequence =
      switch effect {
      case .observes, .observesOwn: "be shown what its clients do"
      default: "change anything"
      }
    if access.role == .participant {
      return .problem(
        .forbidden, "This is the presenter's to do: sign in with the room's token.",
        wayIn.members(for: request))
    }
    if wayIn.hasRoom, effect.role == .participant {
      let detail =
        access.isWrongToken
        ? "The token is not the room's. To \(consequence), join the room, or sign in with its token."
        : "To \(consequence), join the room, or sign in as its presenter."
      return .unauthorized(request, detail, wayIn: wayIn)
    }
    let detail =
      if !door.hasToken {
        "Nobody beyond the server's own machine may \(consequence), since the server has no ADMIN_TOKEN. Set one and restart."
      } else if access.isWrongToken {
        "The token is not the server's (\(door.tokenName))."
      } else {
        "To \(consequence), sign in, or send 'Authorization: Bearer' with the server's \(door.tokenName)."
      }
    return .unauthorized(request, detail, wayIn: wayIn)
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

/// The pages where a browser can gain more rights, if there are any.
struct WayIn: Sendable {
  static let signInPage = "/sign-in/"
  static let joinPage = "/join/"

  let hasToken: Bool
  let hasRoom: Bool

  init(_ door: Door) {
    hasToken = door.hasToken
    hasRoom = door.room != nil
  }

  func signIn(for request: Request) -> String? {
    hasToken ? request.arrival.address(of: Self.signInPage) : nil
  }

  func join(for request: Request) -> String? { hasRoom ? request.arrival.address(of: Self.joinPage) : nil }

  /// Returns the members for a problem: `"signIn":"/sign-in/","join":"/join/"`.
  func members(for request: Request) -> [JSONValue.Member] {
    [("signIn", signIn(for: request)), ("join", join(for: request))].compactMap { name, address in
      address.map { JSONValue.Member(name: name, value: .string($0)) }
    }
  }
}

extension HTTPResult {
  /// 401, with the addresses of the pages that grant more rights, if there are any.
  ///
  ///     {"type":"about:blank","title":"Unauthorized","status":401,"detail":"…","signIn":"/sign-in/"}
  static func unauthorized(_ request: Request, _ detail: String, wayIn: WayIn) -> HTTPResult {
    problem(
      .unauthorized, detail, wayIn.members(for: request),
      headerFields: [.wwwAuthenticate: "Bearer realm=\"sse-playground\""])
  }
}
