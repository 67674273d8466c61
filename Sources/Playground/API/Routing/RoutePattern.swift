/// The path of an address, with parameters that stand for one segment each.
///
///     /stream/{agent_id}
///
/// Segments are compared percent-decoded.
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

  /// What the parameters stand for in a path's segments; nil if the path is another one.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var captures: [String: String] = [:]
    for (segment, value) in zip(segments, path) {
      switch segment {
      case .literal(let literal): if literal != value { return nil }
      case .parameter(let name):
        if value.isEmpty { return nil }
        captures[name] = value
      }
    }
    return captures
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
