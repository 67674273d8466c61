import HTTPTypes
import MicroHTTP

extension HTTPFields {
  /// Keeps an answer of a scenario, which may be HTML with whatever a request brought along, from acting as a page of the
  /// playground: it is shown without scripts and with an origin of its own. An event stream is never shown.
  ///
  /// Policies add up, so one that the scenario sets itself can only forbid more.
  /// <https://www.w3.org/TR/CSP3/#directive-sandbox>
  ///
  /// - Parameter omitted: names, in lower case, of fields that the scenario leaves out.
  mutating func sandbox(status: Int, omitted: Set<String>) {
    guard !isEventStream else { return }
    append(HTTPField(name: .contentSecurityPolicy, value: "sandbox"))
    guard status >= 400, self[.referrerPolicy] == nil, !omitted.contains("referrer-policy") else { return }
    self[.referrerPolicy] = "no-referrer"
  }

  /// Whether `Content-Type` says so, and nothing else beside it: of several types browsers take the last.
  /// <https://fetch.spec.whatwg.org/#concept-header-extract-mime-type>
  private var isEventStream: Bool {
    guard let type = self[.contentType], !type.contains(",") else { return false }
    let essence = type.prefix { $0 != ";" }.lowercased()
    return essence.trimmingPrefix { $0 == " " }.prefix { $0 != " " && $0 != "\t" } == "text/event-stream"
  }
}
