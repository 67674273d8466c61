/// The path of an address, with parameters that stand for one segment each.
///
///     /stream/{agent_id}
///
/// Segments are compared percent-decoded. The parameter `name` is a scenario's: it stands for two segments where the first
/// begins with `@`, and its value is then `ann/my-stream`.
///
///     /api/scenarios/{name}/versions    matches /api/scenarios/@ann/my-stream/versions
struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
  enum Segment: Hashable, Sendable {
    case literal(String)
    case parameter(String)
  }

  let description: String
  let segments: [Segment]

  init(_ text: String) {
    description = text
    segments = text.split(separator: "/").map { segment in
      segment.hasPrefix("{") && segment.hasSuffix("}")
        ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
    }
  }

  /// The parameter that may stand for two segments.
  private static let scenarioName = "name"

  /// Whether it may match paths with one segment more than it has.
  var mayTakeOwner: Bool { segments.contains(.parameter(Self.scenarioName)) }

  /// What the parameters stand for in a path's segments; nil if the path is another one.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count || path.count == segments.count + 1 else { return nil }
    var captures: [String: String] = [:]
    var rest = path[...]
    for segment in segments {
      guard let value = rest.popFirst() else { return nil }
      switch segment {
      case .literal(let literal): if literal != value { return nil }
      case .parameter(let name):
        if value.isEmpty { return nil }
        captures[name] = value
        if name == Self.scenarioName, value.hasPrefix("@") {
          guard let own = rest.popFirst() else { return nil }
          captures[name] = "\(value.dropFirst())/\(own)"
        }
      }
    }
    return rest.isEmpty ? captures : nil
  }

  /// The pattern with its parameters' names left out: two patterns with the same shape match the same paths.
  var shape: String {
    "/"
      + segments.map { segment in
        switch segment {
        case .literal(let text): text
        case .parameter: "{}"
        }
      }.joined(separator: "/")
  }

  /// Patterns that say more come first: at the first segment that differs in kind, the literal one.
  static func isMoreSpecific(_ a: RoutePattern, than b: RoutePattern) -> Bool {
    for (left, right) in zip(a.segments, b.segments) {
      switch (left, right) {
      case (.literal, .parameter): return true
      case (.parameter, .literal): return false
      default: continue
      }
    }
    return a.description < b.description
  }
}
