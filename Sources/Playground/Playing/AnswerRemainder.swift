import MicroHTTP

/// What is left of a whole answer whose framing or end is the scenario's own.
struct AnswerRemainder {
  /// Bytes that go out together at most.
  private static let part = 65_536

  private(set) var body: ArraySlice<UInt8>
  let ending: StreamEnding

  init(body: ArraySlice<UInt8>, ending: StreamEnding) {
    self.body = body
    self.ending = ending
  }

  mutating func takeNext() -> ArraySlice<UInt8> {
    defer { body = body.dropFirst(Self.part) }
    return body.prefix(Self.part)
  }
}
