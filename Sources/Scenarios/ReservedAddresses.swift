/// Addresses that belong to whoever plays the scenarios: no scenario's `path` may begin with one.
///
///     /healthz   /api/sessions
///
/// Where the second segment decides, a template has to have one without a parameter: `/api/{name}` would take what comes there later.
package struct ReservedAddresses: Sendable {
  package static let none = ReservedAddresses([])

  /// By first segment the second ones that are reserved; none of them: all behind the first is.
  private var segments: [String: Set<String>] = [:]

  /// - Parameter paths: of one segment or of two; what is behind these is reserved with them.
  package init(_ paths: [String]) {
    for path in paths {
      let parts = path.split(separator: "/").map(String.init)
      if let first = parts.first { segments[first, default: []].formUnion(parts.dropFirst().prefix(1)) }
    }
  }

  /// What is wrong with an address, as a sentence that begins behind its name; nil if a scenario may have it.
  func objection(to template: PathTemplate) -> String? {
    let shapes = template.segments.map { $0.kind == .literal ? $0.shape : nil }
    guard let first = shapes.first.flatMap(\.self), let reserved = segments[first] else { return nil }
    if reserved.isEmpty { return Self.objection(to: first) }
    guard let second = shapes.dropFirst().first.flatMap(\.self) else {
      return
        "must have a second segment without a parameter behind '/\(first)', where the playground has its own"
    }
    return reserved.contains(second) ? Self.objection(to: "\(first)/\(second)") : nil
  }

  private static func objection(to path: String) -> String {
    "may not begin with '/\(path)', which belongs to the playground itself"
  }

  /// A regular expression of ECMA-262 for the addresses that a scenario may not have; nil if it may have any.
  var pattern: String? {
    func words(_ names: some Sequence<String>) -> String {
      "(" + names.sorted().map { $0.replacing(".", with: "\\.") }.joined(separator: "|") + ")"
    }
    let whole = segments.filter(\.value.isEmpty).keys
    let shared = segments.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    let patterns =
      (whole.isEmpty ? [] : ["^/\(words(whole))(/|$)"])
      + shared.map { "^/\($0.key)($|/\(words($0.value))(/|$)|/[^/]*\\{)" }
    return patterns.isEmpty ? nil : patterns.joined(separator: "|")
  }
}
