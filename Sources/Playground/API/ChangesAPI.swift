import HTTPTypes
import MicroHTTP

/// `/api/changes`: what happens to scenarios, as an event stream.
struct ChangesAPI: RouteGroup {
  let feed: ChangeFeed

  var routes: [Route] {
    [
      Route(.get, "/api/changes") { call in
        .stream { [id = call.lastEventID] stream in
          ChangeStream(feed: feed, stream: stream, lastEventID: id)
        }
      }
    ]
  }
}
