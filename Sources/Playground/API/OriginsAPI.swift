import MicroHTTP
import TextForms

/// `/api/origins`: whose pages may read streams, and whose pages tried.
struct OriginsAPI: RouteGroup {
  let refused: RefusedOrigins

  var routes: [Route] {
    [
      Route(.get, "/api/origins") { _ in
        .result(
          .json([
            "allowed": .array(refused.allowed.map(JSONValue.string)),
            "refused": .array(
              refused.latest.map { entry in
                [
                  "origin": .string(entry.origin.forSentence), "target": .string(entry.target),
                  "time": .string(Timestamp.text(nanoseconds: entry.time)), "count": .int(entry.count),
                  "advice": .string(entry.advice),
                ]
              }),
          ]))
      }
    ]
  }
}
