import HTTPTypes
import Logging
import MicroHTTP
import Platform
import TextForms

/// `/api/join` and `/api/leave`: joining the room as a participant, and leaving it in this browser.
struct JoiningAPI: RouteGroup {
  let door: Door
  let log: Logger

  var routes: [Route] {
    [
      .answering(.post, "/api/join", bodyLimit: 4_096, contentTypes: Route.json) { call in
        try join(call.request)
      },
      .now(.post, "/api/leave", bodyLimit: 1_024) { call in
        guard let room = door.room else { throw Refusal.noRoom }
        return .settingCookie(room.cookie.clearing(at: call.request.arrival))
      },
    ]
  }

  private func join(_ request: Request) throws(Refusal) -> Answer {
    guard let room = door.room else { throw .noRoom }
    let members = try JSONObject(request.body)
    try members.allow(["name", "key", "code"])
    let (name, key) = (try members.optionalText("name"), try members.optionalText("key"))
    let code = try members.optionalText("code")
    guard (name == nil) != (key == nil) else {
      throw Refusal(
        .unprocessableContent,
        "The body needs either 'name', or the 'key' that you were given when you joined.")
    }
    // Checked again when this request's turn comes, because everybody may have been signed out in the meantime.
    let check: @Sendable () throws(Refusal) -> Void = { () throws(Refusal) in
      try self.check(code, request, room)
    }
    do throws(Refusal) { try check() } catch {
      return code != nil && door.countWrong(request) ? .delayed(error.result) : .result(error.result)
    }
    return .later {
      do {
        let joined =
          if let key {
            try await room.join(key: key, with: request, if: check)
          } else {
            try await room.join(name ?? "", with: request, if: check)
          }
        let participant = joined.participant
        log.info("\(participant.name) joined the room", metadata: ["participant": "\(participant.name)"])
        return .json(joined.json, status: 201, headerFields: [.setCookie: joined.field])
      } catch {
        let result = Refusal(error).result
        if result.status >= 500 {
          log.error("joining failed: \(String(describing: error).forSentence)")
        }
        return result
      }
    }
  }

  /// - Throws: 401 if the request has neither the room's code nor an invitation.
  private func check(_ code: String?, _ request: Request, _ room: Room) throws(Refusal) {
    guard !room.mayJoin(request, code: code, now: WallClock.seconds) else { return }
    let detail =
      code == nil
      ? "To join, open the room's link, or send its code as 'code'."
      : "This is not the room's code. Open the link that the presenter shows."
    var refusal = Refusal(.unauthorized, detail)
    refusal.result = .unauthorized(request, detail, wayIn: WayIn(door))
    throw refusal
  }
}

extension Refusal {
  static let noRoom = Refusal(
    .notFound, "No room is open: the server was started without '--room'.")
}

/// The link that the presenter shows. It moves the code from the address to a cookie.
///
///     GET /join?code=7nEr…    303 to /join/, with a cookie that lets this browser join within an hour
struct JoinLink: Responder {
  let door: Door

  func answer(_ request: Request) -> Answer? {
    guard request.segments == ["join"], request.method == .get || request.method == .head else { return nil }
    let code = request.query.first { $0.name == "code" }?.value
    guard let code else {
      if request.path.hasSuffix("/") { return nil }
      let query = request.target.firstIndex(of: "?").map { String(request.target[$0...]) } ?? ""
      return .result(redirect(request, 308, query))
    }
    guard let room = door.room else { return .result(redirect(request, 303)) }
    let now = WallClock.seconds
    guard room.mayJoin(request, code: code, now: now) else {
      let result = redirect(request, 303, "?problem=code")
      return door.countWrong(request) ? .delayed(result) : .result(result)
    }
    var result = redirect(request, 303)
    result.headerFields[.setCookie] = room.cookie.invitation(now: now, at: request.arrival)
    return .result(result)
  }

  private func redirect(_ request: Request, _ status: Int, _ query: String = "") -> HTTPResult {
    var fields: HTTPFields = [
      .location: request.arrival.address(of: WayIn.joinPage) + query, .cacheControl: "no-store",
    ]
    fields.set(.guardingPages)
    return HTTPResult(status: status, headerFields: fields)
  }
}
