/// Addresses of the server that plays the scenarios. No scenario's `path` may begin with one of them.
///
///     /healthz   /api/sessions
///
/// Below `/api`, where only some second segments are reserved, a template needs a second segment without a parameter:
/// `/api/{name}` would also match addresses that are added to the server later.
package struct ReservedAddresses: Sendable {
  package static let none = ReservedAddresses([])

  /// For each first segment, the reserved second segments; an empty set if every address below the first segment is reserved.
  private var segments: [String: Set<String>] = [:]

  /// - Parameter paths: only the first two segments count. All addresses below them are reserved as well.
  package init(_ paths: [String]) {
    for path in paths {
      let parts = path.split(separator: "/").map(String.init)
      if let first = parts.first { segments[first, default: []].formUnion(parts.dropFirst().prefix(1)) }
    }
  }

  /// Returns the reason why a scenario may not have an address, as the rest of a sentence after `'path'`; nil if it may.
  func objection(to template: PathTemplate) -> String? {
    let shapes = template.segments.map { $0.kind == .literal ? $0.shape : nil }
    guard let first = shapes.first.flatMap(\.self), let reserved = segments[first] else { return nil }
    if reserved.isEmpty { return Self.objection(to: first) }
    guard let second = shapes.dropFirst().first.flatMap(\.self) else {
      return
        "must have a second segment without a parameter after '/\(first)', where the playground has its own"
    }
    return reserved.contains(second) ? Self.objection(to: "\(first)/\(second)") : nil
  }

  private static func objection(to path: String) -> String {
    "may not begin with '/\(path)', which belongs to the playground itself"
  }

  /// A regular expression (ECMA-262) that matches the addresses that a scenario may not have; nil if it may have any.
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
