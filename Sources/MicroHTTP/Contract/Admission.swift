public enum Admission: Sendable {
  /// Go on; a longer body is answered 413.
  case body(limit: Int)
  /// Answer now, without reading the body, and close the connection.
  case refuse(HTTPResult)
}
