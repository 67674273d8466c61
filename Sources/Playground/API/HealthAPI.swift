import MicroHTTP

/// `/healthz`: whether the server responds.
struct HealthAPI: RouteGroup {
  var routes: [Route] {
    [Route(.get, "/healthz") { _ in .result(.json(["status": "ok"])) }]
  }
}
