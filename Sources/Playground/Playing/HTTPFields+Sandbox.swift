import HTTPTypes
import MicroHTTP

extension HTTPFields {
  /// Keeps a scenario's response, which may be HTML that echoes anything from the request, from acting as a page of the playground:
  /// browsers show it without scripts and in an opaque origin. Event streams are left alone, because browsers do not render them.
  ///
  /// Policies combine, so a policy that the scenario sets itself can only forbid more.
  /// <https://www.w3.org/TR/CSP3/#directive-sandbox>
  ///
  /// - Parameter omitted: names, in lower case, of fields that the scenario omits.
  mutating func sandbox(status: Int, omitted: Set<String>) {
    guard !isEventStream else { return }
    append(HTTPField(name: .contentSecurityPolicy, value: "sandbox"))
    guard status >= 400, self[.referrerPolicy] == nil, !omitted.contains("referrer-policy") else { return }
    self[.referrerPolicy] = "no-referrer"
  }

  /// Whether `Content-Type` is exactly one type, `text/event-stream`: of several types browsers take the last.
  /// <https://fetch.spec.whatwg.org/#concept-header-extract-mime-type>
  private var isEventStream: Bool {
    guard let type = self[.contentType], !type.contains(",") else { return false }
    let essence = type.prefix { $0 != ";" }.lowercased()
    return essence.trimmingPrefix { $0 == " " }.prefix { $0 != " " && $0 != "\t" } == "text/event-stream"
  }
}
