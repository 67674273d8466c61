/// Why text cannot be the value of a field of an event stream.
public enum InvalidFieldValue: Error, Hashable, Sendable, CustomStringConvertible {
  /// Holds CR or LF, which would end the field and start another.
  case lineEnd
  /// Holds U+0000 NULL; an `id` field with it is ignored by clients.
  case null
  /// An empty event type is no event type: clients dispatch `message`.
  case empty
  /// Not a whole number of milliseconds from 0 to 9007199254740991.
  case outOfRange

  public var description: String {
    switch self {
    case .lineEnd: "must not contain a line end (CR or LF): it would start another field"
    case .null: "must not contain U+0000 NULL: clients ignore or drop it"
    case .empty: "must not be empty: clients would dispatch 'message'"
    case .outOfRange: "must be a whole number of milliseconds from 0 to 9007199254740991"
    }
  }

  static func check(_ text: String) throws(InvalidFieldValue) {
    for byte in text.utf8 {
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { throw .lineEnd }
      if byte == ASCII.null { throw .null }
    }
  }
}
