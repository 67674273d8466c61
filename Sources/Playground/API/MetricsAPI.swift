import MicroHTTP

/// `/metrics`: numbers of the running server, for Prometheus.
struct MetricsAPI: RouteGroup {
  let metrics: ServerMetrics

  var routes: [Route] {
    [
      // Not on the loop's thread: the system lists the open descriptors for it, thousands of them.
      Route(.get, "/metrics") { _ in
        .later {
          HTTPResult(
            status: 200,
            headerFields: [
              .contentType: PrometheusText.contentType, .cacheControl: "no-store",
              .xContentTypeOptions: "nosniff",
            ],
            body: .bytes(Array(metrics.text.utf8)))
        }
      }
    ]
  }
}
