import HTTPTypes
import MicroHTTP

/// `/api/changes`: what happens to scenarios, as an event stream.
struct ChangesAPI: RouteGroup {
  let feed: ChangeFeed

  var routes: [Route] {
    [
      Route(.get, "/api/changes") { call in
        let id = call.lastEventID
        let follow = call.query("follow") ?? "true"
        guard let isFollowing = Bool(follow) else {
          return .result(
            .problem(
              .badRequest, "The query parameter 'follow' must be true or false, got '\(follow.forSentence)'.")
          )
        }
        return .stream { stream in
          ChangeStream(feed: feed, stream: stream, lastEventID: id, isFollowing: isFollowing)
        }
      }
    ]
  }
}
