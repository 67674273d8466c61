import Scenarios

/// The path of an address, with parameters that stand for one segment each.
///
///     /stream/{agent_id}
///
/// Segments are compared percent-decoded. The parameter `name` is the name of a scenario: if its segment begins with `@`, it
/// takes two segments, and its value is then `ann/my-stream`.
///
///     /api/scenarios/{name}/versions    matches /api/scenarios/@ann/my-stream/versions
struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
  let description: String
  let segments: [PathSegment]

  /// A pattern in this program's source, so one that cannot be parsed is a programming error.
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

  /// The parameter that may take two segments.
  private static let scenarioName = "name"

  /// Whether the pattern may match paths that have one segment more than it has.
  var mayTakeOwner: Bool { segments.contains { $0.parameters == [Self.scenarioName] } }

  /// Returns the parameters' values for the segments of a path; nil if the path does not match.
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

  /// Whether `a` comes before `b`: where their segments first differ in kind, the more literal one is more specific.
  static func isMoreSpecific(_ a: RoutePattern, than b: RoutePattern) -> Bool {
    let (left, right) = (a.segments.map(\.kind), b.segments.map(\.kind))
    if let (one, other) = zip(left, right).first(where: { $0 != $1 }) { return one < other }
    return a.description < b.description
  }
}
