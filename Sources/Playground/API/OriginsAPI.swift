import MicroHTTP
import TextForms

/// `/api/origins`: the origins whose pages may read streams, and those whose pages were refused.
struct OriginsAPI: RouteGroup {
  let refused: RefusedOrigins
  let granted: GrantedOrigins

  var routes: [Route] {
    [
      Route(.get, "/api/origins") { _ in
        .result(
          .json([
            "allowed": .array(refused.allowed.map(JSONValue.string)),
            "granted": .array(granted.all.map(JSONValue.string)),
            "refused": .array(
              refused.latest.map { entry in
                [
                  "origin": .string(entry.origin.forSentence), "target": .string(entry.target),
                  "time": .string(Timestamp.text(nanoseconds: entry.time)), "count": .int(entry.count),
                  "advice": .string(entry.advice),
                ]
              }),
          ]))
      },
      Route.now(.post, "/api/origins", bodyLimit: 4_096, contentTypes: Route.json) { call in
        try allow(call.request)
      },
    ]
  }

  /// Lets pages of an origin read streams until the server stops. Only from the server's own machine; others could allow their own pages.
  private func allow(_ request: Request) throws(Refusal) -> HTTPResult {
    let members = try JSONObject(request.body)
    try members.allow(["origin"])
    let origin = try members.text("origin")
    guard request.arrival.isLocal else {
      throw Refusal(
        .forbidden,
        "An origin can be allowed only from the server's own machine. Elsewhere, start the server with ALLOWED_ORIGINS."
      )
    }
    guard RefusedOrigins.isPlain(origin), origin.hasPrefix("http://") || origin.hasPrefix("https://") else {
      throw Refusal(
        .unprocessableContent,
        "'origin' must be an origin such as http://localhost:4000, as the browser sends it, got '\(origin.forSentence)'."
      )
    }
    guard granted.add(origin) else {
      throw Refusal(
        .tooManyRequests,
        "\(GrantedOrigins.limit) origins were allowed since the server started. Start it with ALLOWED_ORIGINS."
      )
    }
    refused.forget(origin)
    return HTTPResult(status: 204)
  }
}
