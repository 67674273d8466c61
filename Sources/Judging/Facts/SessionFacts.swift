/// What is known of the clients of a session. Nothing of it is a judgement.
public struct SessionFacts: Sendable {
  /// In the order in which they were asked for.
  public var streams: [StreamFacts]
  public var preflights: [PreflightFacts]
  /// Entries that are not kept any more, or streams that are too many.
  public var isIncomplete: Bool
  /// What the clock shows while this is judged.
  public var now: UInt64

  public init(
    streams: [StreamFacts], preflights: [PreflightFacts] = [], isIncomplete: Bool = false, now: UInt64
  ) {
    self.streams = streams
    self.preflights = preflights
    self.isIncomplete = isIncomplete
    self.now = now
  }

  /// The clients that could be told apart, by their numbers.
  public var clients: [Int] { Set(streams.map(\.request.client)).subtracting([0]).sorted() }
}
