/// Which parts of its request, and which clocks, a scenario's expressions read.
public struct Reads: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let params = Reads(rawValue: 1)
  public static let query = Reads(rawValue: 1 << 1)
  public static let headers = Reads(rawValue: 1 << 2)
  /// The body as JSON.
  public static let body = Reads(rawValue: 1 << 3)
  public static let bodyText = Reads(rawValue: 1 << 4)
  public static let method = Reads(rawValue: 1 << 5)
  public static let path = Reads(rawValue: 1 << 6)
  public static let remoteAddress = Reads(rawValue: 1 << 7)
  public static let lastEventId = Reads(rawValue: 1 << 8)
  public static let attempt = Reads(rawValue: 1 << 9)
  public static let session = Reads(rawValue: 1 << 10)
  public static let seed = Reads(rawValue: 1 << 11)
  /// The wall clock or the monotonic clock.
  public static let clock = Reads(rawValue: 1 << 12)

  public static let target = Reads(rawValue: 1 << 13)

  public static let requestId = Reads(rawValue: 1 << 14)

  /// All that differs from one request to the next with the same seed.
  public static let request: Reads = [
    .params, .query, .headers, .body, .bodyText, .method, .path, .target, .remoteAddress, .lastEventId,
    .attempt,
    .session, .requestId,
  ]
}

extension BuiltInName {
  var reads: Reads {
    switch self {
    case .counter, .elapsed: []
    case .now, .nowMs, .unix, .monotonic: .clock
    case .params: .params
    case .query: .query
    case .headers: .headers
    case .body: .body
    case .bodyText: .bodyText
    case .method: .method
    case .path: .path
    case .target: .target
    case .remoteAddress: .remoteAddress
    case .lastEventId: .lastEventId
    case .attempt: .attempt
    case .session: .session
    case .seed: .seed
    case .requestId: .requestId
    }
  }
}
