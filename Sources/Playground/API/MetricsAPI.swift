import MicroHTTP

/// `/metrics`: metrics of the running server, for Prometheus.
struct MetricsAPI: RouteGroup {
  let metrics: ServerMetrics

  var routes: [Route] {
    [
      // Off the loop: the system lists the open descriptors for this, perhaps thousands.
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
