import MicroHTTP
import Platform
import Synchronization

/// The metrics of the running server. Counting takes no lock; the values are collected when they are requested.
final class ServerMetrics: Sendable {
  let events = EventCounter()
  private let catalog: Catalog
  private let startedAt = WallClock.now
  private let began = Monotonic.now
  private let source = Mutex<(@Sendable () -> ServerStatistics)?>(nil)

  init(catalog: Catalog) { self.catalog = catalog }

  /// - Parameter statistics: returns the server's counts.
  func connect(_ statistics: @escaping @Sendable () -> ServerStatistics) {
    source.withLock { $0 = statistics }
  }

  var text: String {
    var text = PrometheusText()
    let statistics = source.withLock { $0 }?() ?? ServerStatistics()
    addStreams(statistics, to: &text)
    addServer(statistics, to: &text)
    addProcess(to: &text)
    return text.text
  }

  private func addStreams(_ statistics: ServerStatistics, to text: inout PrometheusText) {
    text.add("sse_playground_open_streams", .gauge, "Streams that are open.", statistics.openStreams)
    text.add("sse_playground_streams_total", .counter, "Streams that were opened.", statistics.streams)
    text.add("sse_playground_events_total", .counter, "Events that were played.", events.total)
    text.add(
      "sse_playground_stream_bytes_total", .counter,
      "Bytes of streams that sockets took, framing not counted.",
      statistics.streamBytes)
    text.addHistogram(
      "sse_playground_lateness_seconds", "How long after its time what was due on a stream was performed.",
      bounds: statistics.lateness.upperBounds.map(Self.seconds), counts: statistics.lateness.counts,
      sum: Self.seconds(statistics.lateness.sum))
  }

  private func addServer(_ statistics: ServerStatistics, to text: inout PrometheusText) {
    text.add(
      "sse_playground_open_connections", .gauge, "Connections that are open.", statistics.openConnections)
    text.add(
      "sse_playground_connections_total", .counter, "Connections that were accepted.", statistics.connections)
    text.add("sse_playground_requests_total", .counter, "Requests whose head was read.", statistics.requests)
    text.add(
      "sse_playground_refusals_total", .counter,
      "What was not taken on, by reason and by the status it was answered with (0: only closed).",
      statistics.refusals.sorted {
        ($0.key.reason.rawValue, $0.key.status) < ($1.key.reason.rawValue, $1.key.status)
      }
      .map {
        PrometheusText.Sample(["reason": $0.key.reason.rawValue, "status": String($0.key.status)], $0.value)
      })
    text.add(
      "sse_playground_loop_busy_seconds_total", .counter,
      "CPU time of each event loop's thread; its rate is the share of time that the loop is busy.",
      statistics.loopTimes.enumerated().map {
        PrometheusText.Sample(["loop": String($0.offset)], Self.seconds($0.element))
      })
    let origins = catalog.snapshot.entries.map(\.origin)
    text.add(
      "sse_playground_scenarios", .gauge, "Scenarios, by where they are kept.",
      [CatalogEntry.Origin.file, .saved].map { origin in
        PrometheusText.Sample(["origin": origin.rawValue], origins.count { $0 == origin })
      })
    text.add(
      "sse_playground_uptime_seconds", .gauge, "Since the server started.",
      Self.seconds(Monotonic.now &- began))
    text.add(
      "sse_playground_build_info", .gauge, "What runs here; always 1.",
      [
        PrometheusText.Sample(
          [
            "version": Build.version, "configuration": Build.configuration,
            "libmicrohttpd": HTTPServer.libraryVersion,
          ], 1)
      ])
  }

  /// Adds the metrics of the process, under the names that all client libraries of Prometheus use.
  private func addProcess(to text: inout PrometheusText) {
    text.add(
      "process_cpu_seconds_total", .counter, "CPU time of all threads.",
      Double(ComputingTime.ofProcess) / 1e9)
    text.add(
      "process_start_time_seconds", .gauge, "When the server started, since 1970.", Double(startedAt) / 1e9)
    if let bytes = ProcessFiles.residentBytes {
      text.add("process_resident_memory_bytes", .gauge, "Resident memory.", bytes)
    }
    if let count = ProcessFiles.openDescriptors {
      text.add("process_open_fds", .gauge, "Open file descriptors.", count)
    }
    if let limit = DescriptorLimit.current {
      text.add("process_max_fds", .gauge, "The most file descriptors that may be open.", limit)
    }
  }

  private static func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }
}
