import TextForms

/// An address that a scenario declares, with parameters.
///
///     /stream/{agent_id}
///     /v1beta/models/{model}:streamGenerateContent
///
/// Two templates may match the same address; the one that is literal further to the left goes first.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
  /// How a segment matches, from what says most to what says least.
  package enum SegmentKind: Int, Sendable, Comparable {
    case literal
    /// Parameters with text around them.
    case mixed
    case parameter

    package static func < (a: SegmentKind, b: SegmentKind) -> Bool { a.rawValue < b.rawValue }
  }

  let segments: [PathSegment]
  package let description: String
  /// The template without its parameters' names: templates of one shape match the same addresses.
  ///
  ///     /stream/{}
  ///     /v1beta/models/{}:streamGenerateContent
  package let shape: String

  /// What is literal of it: `{}` stands for a segment with a parameter.
  ///
  ///     /v1beta/models/{}
  package var lookupKey: String {
    segments.reduce(into: "") { $0 += $1.kind == .literal ? "/" + $1.shape : "/{}" }
  }

  /// The key under which a path's decoded segments would be found in a template of these kinds.
  package static func lookupKey(of path: [String], as kinds: [SegmentKind]) -> String {
    zip(path, kinds).reduce(into: "") { key, segment in
      key += segment.1 == .literal ? "/" + PathSegment.escaped(segment.0) : "/{}"
    }
  }

  /// The names of the parameters, in order.
  package var parameters: [String] { segments.flatMap(\.parameters) }

  /// Of each segment, from the left.
  package var kinds: [SegmentKind] { segments.map(\.kind) }

  /// How many bytes are literal: where two templates have the same kinds, the one with more of them goes first.
  package var literalLength: Int { segments.reduce(0) { $0 + $1.literalLength } }

  /// Reads a template, or says what is wrong with it.
  init(_ text: String) throws(Invalid) {
    guard text.hasPrefix("/"), text.utf8.count > 1 else {
      throw Invalid("must begin with '/' and have at least one segment")
    }
    guard text.utf8.count <= 200 else { throw Invalid("may have at most 200 bytes") }
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

  /// A path that it matches; a parameter without a value stands as its name.
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

  /// What the parameters stand for in a path, percent-decoded; nil if the path does not match.
  ///
  /// - Parameter path: the path of a request target as sent, without its query.
  package func match(_ path: String) -> [String: String]? { Self.segments(of: path).flatMap(match) }

  /// What the parameters stand for in the decoded segments of a path.
  package func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      guard segment.match(text, &values) else { return nil }
    }
    return values
  }

  /// The segments of a path, percent-decoded; nil if it is no path.
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
