import HTTPTypes
import MicroHTTP
import Platform
import TextForms

/// `/api/sessions`: the sessions and their journals.
struct JournalsAPI: RouteGroup {
  /// The most sessions without open streams in a list.
  static let restLimit = 100

  let sessions: SessionRegistry

  var routes: [Route] {
    [
      Route(.get, "/api/sessions") { call in list(call) },
      // Off the event loop: a session may have thousands of open streams, and listing them would block the loop.
      Route(.get, "/api/sessions/{key}") { call in
        .later { do throws(Refusal) { return try session(call) } catch { return error.result } }
      },
      .answering(.get, "/api/sessions/{key}/journal") { call in try journal(call) },
    ]
  }

  private func list(_ call: Route.Call) -> Answer {
    if call.request.prefers("text/event-stream") {
      return .stream { [id = call.lastEventID, ownership = call.ownership] stream in
        SessionsStream(
          sessions: sessions, stream: stream, lastEventID: id, isTold: ownership.mayUse(session:))
      }
    }
    return .later {
      do throws(Refusal) {
        let limit = try call.number("limit", in: 1...Self.restLimit) ?? Self.restLimit
        let isOpen =
          switch call.query("state") {
          case nil: false
          case "open": true
          case let other?:
            throw Refusal(.badRequest, "'state' can only be 'open', got '\(other.forSentence)'.")
          }
        let now = Monotonic.now
        let (list, total) = sessions.summaries(
          limit: limit, isOpen: isOpen, at: now, where: call.ownership.mayUse(session:))
        return .json([
          "sessions": .array(list.map { $0.json(at: now) }), "total": .int(total),
          "open": .int(list.reduce(0) { $0 + $1.openCount }),
        ])
      } catch {
        return error.result
      }
    }
  }

  private func session(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    let key = try call.ownSession()
    let now = Monotonic.now
    guard let session = sessions.summary(of: key, at: now) else { throw .unknownSession(key) }
    return .json(session.json(at: now))
  }

  private func journal(_ call: Route.Call) throws(Refusal) -> Answer {
    let key = try call.ownSession()
    let follows: Bool
    switch call.query("follow") {
    case nil, "true": follows = true
    case "false": follows = false
    case let other?:
      throw Refusal(.badRequest, "'follow' must be true or false, got '\(other.forSentence)'.")
    }
    let filter = try call.query("stream").map(call.streamID)
    if !follows, !sessions.has(key) { throw .unknownSession(key) }
    return .stream { [id = call.lastEventID] stream in
      JournalStream(
        sessions: sessions, key: key, stream: stream, filter: filter?.number, follows: follows,
        lastEventID: id)
    }
  }
}
