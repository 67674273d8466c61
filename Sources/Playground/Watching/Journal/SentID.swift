import ServerSentEvents

/// Finds the last ID in what is sent, to tell clients apart. It searches only the end of each write and does not parse the stream.
enum SentID {
  /// The bytes at the end of a write that are searched.
  private static let reach = 256

  /// Returns a number for the last ID that a write sets; nil if none is found. The ID of an event that is split over writes is not found.
  static func last(in bytes: [UInt8]) -> UInt64? {
    EventTail.lastID(in: bytes, reach: reach).map { number(of: $0) }
  }

  /// Returns a number that represents an ID; never 0.
  static func number(of id: some Sequence<UInt8>) -> UInt64 { StableHash.of(id) | 1 }
}
