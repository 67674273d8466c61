import Scenarios

/// The path of an address, with parameters that stand for one segment each.
///
///     /stream/{agent_id}
///
/// Segments are compared percent-decoded. The parameter `name` is a scenario's: it stands for two segments where the first
/// begins with `@`, and its value is then `ann/my-stream`.
///
///     /api/scenarios/{name}/versions    matches /api/scenarios/@ann/my-stream/versions
struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
  let description: String
  let segments: [PathSegment]

  /// A pattern written in this source; one that cannot be read would be our own bug.
  init(_ text: String) {
    description = text
    do throws(PathTemplate.Invalid) {
      segments = try text.split(separator: "/").map { segment throws(PathTemplate.Invalid) in
        try PathSegment(String(segment))
      }
    } catch {
      preconditionFailure("\(text) \(error.message)")
    }
  }

  /// The parameter that may stand for two segments.
  private static let scenarioName = "name"

  /// Whether it may match paths with one segment more than it has.
  var mayTakeOwner: Bool { segments.contains { $0.parameters == [Self.scenarioName] } }

  /// What the parameters stand for in a path's segments; nil if the path is another one.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count || path.count == segments.count + 1 else { return nil }
    var captures: [String: String] = [:]
    var rest = path[...]
    for segment in segments {
      guard let value = rest.popFirst(), segment.match(value, &captures) else { return nil }
      if segment.parameters == [Self.scenarioName], value.hasPrefix("@") {
        guard let own = rest.popFirst() else { return nil }
        captures[Self.scenarioName] = "\(value.dropFirst())/\(own)"
      }
    }
    return rest.isEmpty ? captures : nil
  }

  /// Patterns that say more come first: at the first segment that differs in kind, the literal one.
  static func isMoreSpecific(_ a: RoutePattern, than b: RoutePattern) -> Bool {
    let (left, right) = (a.segments.map(\.kind), b.segments.map(\.kind))
    if let (one, other) = zip(left, right).first(where: { $0 != $1 }) { return one < other }
    return a.description < b.description
  }
}
