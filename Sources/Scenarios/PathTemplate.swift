/// An address that a scenario declares, with parameters that each stand for one segment.
///
///     /stream/{agent_id}
///
/// Two templates may match the same address; the one that is literal further to the left goes first.
public struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case parameter(String)
  }

  /// First segments that belong to the playground itself.
  public static let reserved: Set<String> = [
    "api", "play", "healthz", "metrics", "openapi.json", "scenario.schema.json",
  ]

  let segments: [Segment]
  public let description: String
  /// The template without its parameters' names: templates of one shape match the same addresses.
  ///
  ///     /stream/{}
  public let shape: String

  /// The names of the parameters, in order.
  public var parameters: [String] {
    segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  /// Reads a template, or says what is wrong with it.
  init(_ text: String) throws(Invalid) {
    guard text.hasPrefix("/"), text.utf8.count > 1 else {
      throw Invalid("must begin with '/' and have at least one segment")
    }
    guard text.utf8.count <= 200 else { throw Invalid("may have at most 200 bytes") }
    var segments: [Segment] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      segments.append(try Self.segment(String(part)))
    }
    guard case .literal(let first) = segments.first else {
      throw Invalid("must begin with a segment that is no parameter")
    }
    if Self.reserved.contains(first) {
      throw Invalid("may not begin with '/\(first)', which belongs to the playground itself")
    }
    self.segments = segments
    description = text
    shape = segments.reduce(into: "") { shape, segment in
      switch segment {
      case .literal(let literal): shape += "/" + literal
      case .parameter: shape += "/{}"
      }
    }
    let names = parameters
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw Invalid("has two parameters called '\(twice)'")
    }
  }

  struct Invalid: Error {
    var message: String
    init(_ message: String) { self.message = message }
  }

  private static func segment(_ text: String) throws(Invalid) -> Segment {
    if text.isEmpty { throw Invalid("has an empty segment; it may not end with '/' either") }
    if text == "." || text == ".." { throw Invalid("may not have '.' or '..' as a segment") }
    if text.hasPrefix("{"), text.hasSuffix("}") {
      let name = String(text.dropFirst().dropLast())
      guard VariableName.isValid(name) else {
        throw Invalid("has a parameter '\(name)' that is no name; use letters, digits and '_'")
      }
      return .parameter(name)
    }
    guard text.utf8.allSatisfy({ Self.isAllowed($0) }) else {
      throw Invalid(
        "may have letters, digits, '-', '.', '_', '~' and whole segments such as {name}, not '\(text)'")
    }
    return .literal(text)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }

  /// What the parameters stand for in a path, percent-decoded; nil if the path does not match.
  ///
  /// - Parameter path: the path of a request target as sent, without its query.
  public func match(_ path: String) -> [String: String]? { Self.segments(of: path).flatMap(match) }

  /// What the parameters stand for in the decoded segments of a path.
  public func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      switch segment {
      case .literal(let literal): if literal != text { return nil }
      case .parameter(let name):
        if text.isEmpty { return nil }
        values[name] = text
      }
    }
    return values
  }

  /// Which segments are parameters, from the left.
  public var parameterPlaces: [Bool] {
    segments.map { if case .parameter = $0 { true } else { false } }
  }

  /// The segments of a path, percent-decoded; nil if it is no path.
  public static func segments(of path: String) -> [String]? {
    guard path.hasPrefix("/") else { return nil }
    var segments: [String] = []
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let text = PercentEncoding.decode(part) else { return nil }
      segments.append(text)
    }
    return segments
  }
}
