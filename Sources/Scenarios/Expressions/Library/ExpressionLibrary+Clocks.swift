extension ExpressionLibrary {
  static let clockEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "time", group: .clocks,
      parameters: [.required("format", .timeFormat), .optional("offset", .duration)],
      summary:
        "The time in UTC in a format (see below), later or earlier by `offset`: seconds, or text such as `'-5m'`.",
      example: ("time('hh:mm:ss', '1h')", #""11:30:19""#), effects: .clock,
      implementation: .two { (a, b, e) throws(EvaluationError) in
        let offset = try e.seconds(b) ?? 0
        let format = try e.text(of: a)
        // Each letter may become a number or a name.
        try e.charge(text: 4 * format.utf8.count)
        try e.charge(4 + format.utf8.count)
        return TimeFormat.format(e.clock.wall, offset: offset, format)
      })
  ]
}
