import MicroHTTP

/// `/metrics`: numbers of the running server, for Prometheus.
struct MetricsAPI: RouteGroup {
  let metrics: ServerMetrics

  var routes: [Route] {
    [
      .now(.get, "/metrics") { _ in
        HTTPResult(
          status: 200,
          headerFields: [
            .contentType: PrometheusText.contentType, .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
          ],
          body: .bytes(Array(metrics.text.utf8)))
      }
    ]
  }
}
