/// Metrics in the text format of Prometheus.
///
///     # HELP sse_playground_streams_total Streams that were opened.
///     # TYPE sse_playground_streams_total counter
///     sse_playground_streams_total 17
///
/// <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>
struct PrometheusText {
  enum Kind: String { case counter, gauge, histogram }

  struct Sample {
    var labels: KeyValuePairs<String, String>
    var value: any CustomStringConvertible

    init(_ labels: KeyValuePairs<String, String> = [:], _ value: any CustomStringConvertible) {
      self.labels = labels
      self.value = value
    }
  }

  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: any CustomStringConvertible) {
    add(name, kind, help, [Sample([:], value)])
  }

  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]
  ) {
    describe(name, kind, help)
    for sample in samples { append(name, sample) }
  }

  /// - Parameters:
  ///   - bounds: the upper bounds of all buckets except the last, which has none.
  ///   - counts: the number in each bucket, not cumulative.
  mutating func addHistogram(
    _ name: String, _ help: String, bounds: [Double], counts: [UInt64], sum: Double
  ) {
    describe(name, .histogram, help)
    var total: UInt64 = 0
    for (bound, count) in zip(bounds.map(\.description) + ["+Inf"], counts) {
      total &+= count
      append(name + "_bucket", Sample(["le": bound], total))
    }
    append(name + "_sum", Sample([:], sum))
    append(name + "_count", Sample([:], total))
  }

  private mutating func describe(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func append(_ name: String, _ sample: Sample) {
    text += name
    if !sample.labels.isEmpty {
      let list = sample.labels.map { "\($0.key)=\"\(Self.escaped($0.value, quotes: true))\"" }
      text += "{\(list.joined(separator: ","))}"
    }
    text += " \(sample.value)\n"
  }

  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.append(character)
      }
    }
  }
}
