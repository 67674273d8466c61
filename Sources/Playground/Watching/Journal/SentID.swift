import ServerSentEvents

/// Finds the last ID in what is sent, to tell clients apart: it looks at the end of each write and parses nothing.
enum SentID {
  /// The bytes at the end of a write that are searched.
  private static let reach = 256

  /// Returns a number for the last ID that a write sets; nil if none is found. The ID of an event that is split over writes is not found.
  static func last(in bytes: [UInt8]) -> UInt64? {
    EventTail.lastID(in: bytes, reach: reach).map { number(of: $0) }
  }

  /// Returns a number that stands for an ID; never 0.
  static func number(of id: some Sequence<UInt8>) -> UInt64 { StableHash.of(id) | 1 }
}
