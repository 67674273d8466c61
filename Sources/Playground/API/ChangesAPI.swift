import HTTPTypes
import MicroHTTP

/// `/api/changes`: changes of scenarios and of the room, as an event stream.
struct ChangesAPI: RouteGroup {
  let feed: ChangeFeed
  let door: Door

  var routes: [Route] {
    [
      .answering(.get, "/api/changes") { call in
        let id = call.lastEventID
        let isFollowing = try Route.Call.bool(call.query("follow") ?? "true", of: "follow")
        return .stream { [door, request = call.request, participant = call.access.participant] stream in
          ChangeStream(
            feed: feed, stream: stream, lastEventID: id, isFollowing: isFollowing,
            // Evaluated each time, so that a client that was signed out in the meantime is not sent changes that it may no longer see.
            listener: { Ownership(door.access(of: request)).listener },
            presence: { pages in
              if let participant { door.room?.note(participant, pages: pages) }
            })
        }
      }
    ]
  }
}
