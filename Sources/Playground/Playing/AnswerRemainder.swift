import MicroHTTP

/// The unsent rest of a complete response whose framing or ending the scenario overrides.
struct AnswerRemainder {
  /// The most bytes that are sent at a time.
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
