import MicroHTTP

/// `/healthz` and `/metrics`, for those who run the server: whether it responds, and metrics for Prometheus.
struct MonitoringAPI: RouteGroup {
  let metrics: ServerMetrics

  var routes: [Route] {
    [
      Route(.get, "/healthz") { _ in .result(.json(["status": "ok"])) },
      // Off the event loop: the metrics include the number of open descriptors, and the system may have to list thousands.
      Route(.get, "/metrics") { _ in
        .later { .bytes(metrics.text.utf8, type: PrometheusText.contentType) }
      },
    ]
  }
}
