import TextForms

/// An address that a scenario declares, with parameters.
///
///     /stream/{agent_id}
///     /v1beta/models/{model}:streamGenerateContent
///
/// If two templates match the same address, the one whose first different segment is more specific takes precedence.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of segments, the most specific kind first.
  package enum SegmentKind: Int, Sendable, Comparable {
    case literal
    /// Text together with parameters.
    case mixed
    case parameter

    package static func < (a: SegmentKind, b: SegmentKind) -> Bool { a.rawValue < b.rawValue }
  }

  let segments: [PathSegment]
  package let description: String
  /// The template without the names of its parameters. Templates with the same shape match the same addresses.
  ///
  ///     /stream/{}
  ///     /v1beta/models/{}:streamGenerateContent
  package let shape: String

  /// The literal segments, with `{}` for each segment that has a parameter.
  ///
  ///     /v1beta/models/{}
  package var lookupKey: String {
    segments.reduce(into: "") { $0 += $1.kind == .literal ? "/" + $1.shape : "/{}" }
  }

  /// Returns the lookup key of the templates that have segments of these kinds and may match a path. `path` has decoded segments.
  package static func lookupKey(of path: [String], as kinds: [SegmentKind]) -> String {
    zip(path, kinds).reduce(into: "") { key, segment in
      key += segment.1 == .literal ? "/" + PathSegment.escaped(segment.0) : "/{}"
    }
  }

  /// The names of the parameters, in order.
  package var parameters: [String] { segments.flatMap(\.parameters) }

  /// The kind of each segment, from the left.
  package var kinds: [SegmentKind] { segments.map(\.kind) }

  /// The number of literal bytes. Of two templates with the same kinds, the one with more literal bytes takes precedence.
  package var literalLength: Int { segments.reduce(0) { $0 + $1.literalLength } }

  /// Reads a template; throws if the text is not a valid template.
  init(_ text: String) throws(Invalid) {
    guard text.hasPrefix("/"), text.utf8.count > 1 else {
      throw Invalid("must begin with '/' and have at least one segment")
    }
    var segments: [PathSegment] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      segments.append(try PathSegment(String(part)))
    }
    guard let first = segments.first, first.kind == .literal else {
      throw Invalid("must begin with a segment that has no parameter")
    }
    self.segments = segments
    description = text
    shape = segments.reduce(into: "") { $0 += "/" + $1.shape }
    let names = parameters
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw Invalid("has two parameters called '\(twice)'")
    }
  }

  /// Returns a path that the template matches. A parameter without a value gets its own name as its value.
  package func address(_ values: [String: String]) -> String {
    segments.reduce(into: "") { path, segment in
      path += "/"
      for piece in segment.pieces {
        switch piece {
        case .literal(let text): path += PercentEncoding.encode(text)
        case .parameter(let name): path += PercentEncoding.encode(values[name] ?? name)
        }
      }
    }
  }

  package struct Invalid: Error {
    package var message: String
    init(_ message: String) { self.message = message }
  }

  /// Returns the values of the parameters in a path, percent-decoded; nil if the path does not match.
  ///
  /// - Parameter path: the path of a request target as sent, without its query.
  package func match(_ path: String) -> [String: String]? { Self.segments(of: path).flatMap(match) }

  /// Returns the values of the parameters in a path, given as decoded segments; nil if it does not match.
  package func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      guard segment.match(text, &values) else { return nil }
    }
    return values
  }

  /// Returns the segments of a path, percent-decoded; nil if the text is not a path.
  package static func segments(of path: String) -> [String]? {
    guard path.hasPrefix("/") else { return nil }
    var segments: [String] = []
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let text = PercentEncoding.decode(part) else { return nil }
      segments.append(text)
    }
    return segments
  }
}
