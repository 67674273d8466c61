import HTTPTypes
import MicroHTTP
import TextForms

/// `/api/access`, `/api/sign-in` and `/api/sign-out`: the rights of a page, and how to gain more.
struct AccessAPI: RouteGroup {
  let door: Door

  var routes: [Route] {
    [
      Route(.get, "/api/access") { call in
        let isGuess = door.access(of: call.request).isWrongToken && door.countWrong(call.request)
        let result = HTTPResult.json(access(call.request))
        return isGuess ? .delayed(result) : .result(result)
      },
      .answering(.post, "/api/sign-in", bodyLimit: 4_096, contentTypes: Route.json) { call in
        try signIn(call.request)
      },
      Route(.post, "/api/sign-out", bodyLimit: 1_024) { call in
        .result(.settingCookie(door.signOut(call.request)))
      },
    ]
  }

  private func access(_ request: Request) -> JSONValue {
    let access = door.access(of: request)
    let wayIn = WayIn(door)
    let detail =
      switch access.way {
      case .local: "You are on the machine that the server runs on."
      case .token: "You have shown the server's token."
      case .cookie: "You are signed in."
      case .room: "You are in the room: you may try, save and watch what is yours."
      case nil where wayIn.hasRoom:
        "You may play and read everything; to save and watch what is yours, join the room."
      case nil:
        door.hasToken
          ? "You may play and read everything; saving, and seeing what clients do, needs the server's token."
          : "You may play and read everything; saving, and seeing what clients do, needs a token, and the server has none: set ADMIN_TOKEN and restart."
      }
    return [
      "role": .string(access.role.rawValue), "by": JSONValue(access.way?.rawValue), "detail": .string(detail),
      "may": .array(Effect.allCases.filter { $0.role <= access.role }.map { .string($0.rawValue) }),
      "signIn": JSONValue(wayIn.signIn(for: request)),
      "expires": access.expires.map { .string(Timestamp.text(nanoseconds: $0 &* 1_000_000_000)) } ?? .null,
      "room": door.room.map { ["name": .string($0.name)] } ?? .null,
      "you": access.participant.map { door.room?.ownJSON(of: $0) ?? $0.json } ?? .null,
      "join": JSONValue(wayIn.join(for: request)), "origin": JSONValue(door.room?.origins.first),
    ]
  }

  private func signIn(_ request: Request) throws(Refusal) -> Answer {
    let members = try JSONObject(request.body)
    try members.allow(["token"])
    let given = try members.text("token")
    guard door.hasToken else {
      throw Refusal(.forbidden, "The server has no token to sign in with: set ADMIN_TOKEN and restart.")
    }
    let (cookie, mustWait) = door.signIn(given, request)
    if let cookie { return .result(.settingCookie(cookie)) }
    let refusal = HTTPResult.unauthorized(
      request, "This is not the server's token (\(door.tokenName)).", wayIn: WayIn(door))
    return mustWait ? .delayed(refusal) : .result(refusal)
  }
}

extension Answer {
  /// Delays the response to a wrong token, for a client that has sent too many of them.
  static func delayed(_ result: HTTPResult) -> Answer {
    .later {
      try? await Task.sleep(for: TokenTries.delay)
      return result
    }
  }
}
