import HTTPTypes
import Logging
import MicroHTTP
import Testing

@testable import Playground

@Suite struct PrometheusTextTests {
  @Test func `labels and help are escaped`() {
    var text = PrometheusText()
    text.add("a_total", .counter, "A \\ and\na \"line\".", [PrometheusText.Sample(["x": "\\ \n \""], 7)])
    #expect(
      text.text == #"""
        # HELP a_total A \\ and\na "line".
        # TYPE a_total counter
        a_total{x="\\ \n \""} 7

        """#)
  }

  @Test func `buckets of a histogram add up`() {
    var text = PrometheusText()
    text.addHistogram("h_seconds", "H.", bounds: [0.5, 1], counts: [2, 0, 3], sum: 9.5)
    #expect(
      text.text == """
        # HELP h_seconds H.
        # TYPE h_seconds histogram
        h_seconds_bucket{le="0.5"} 2
        h_seconds_bucket{le="1.0"} 2
        h_seconds_bucket{le="+Inf"} 5
        h_seconds_sum 9.5
        h_seconds_count 5

        """)
  }

  @Test func `a metric without samples is described all the same`() {
    var text = PrometheusText()
    text.add("none_total", .counter, "None yet.", [])
    #expect(text.text == "# HELP none_total None yet.\n# TYPE none_total counter\n")
  }

  /// The system lists the process's open descriptors for it, thousands of them.
  @Test func `the numbers are put together off the loop`() throws {
    let catalog = Catalog(
      folder: ScenarioFolder(path: try TemporaryFolder().path),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let routes = MonitoringAPI(metrics: ServerMetrics(catalog: catalog)).routes
    let route = try #require(routes.first(where: { $0.pattern.description == "/metrics" }))
    guard case .later = route.answer(Route.Call(request: .test(.get, "/metrics"), parameters: [:])) else {
      Issue.record("it is answered on the loop")
      return
    }
  }
}
