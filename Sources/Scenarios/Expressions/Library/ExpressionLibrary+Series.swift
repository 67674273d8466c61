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
        // Each letter may become a number, and a group of letters a name.
        try e.charge(text: 4 * format.utf8.count)
        try e.charge(4 + format.utf8.count)
        return TimeFormat.format(e.clock.wall, offset: offset, format)
      })
  ]

  private static let wave: [LibraryParameter] = [
    .required("period", .duration), .required("min", .number), .required("max", .number),
    .optional("x", .number),
  ]

  static let seriesEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "walk", group: .series,
      parameters: [
        .required("start", .number), .required("step", .number), .optional("min", .number),
        .optional("max", .number),
        .optional("key"),
      ],
      summary:
        "A random walk: `start` at first, then each time up to `step` more or less, between `min` and `max`. Each `key` has a walk of its own.",
      example: ("walk(100, 5)", "100"), effects: [.random, .state], implementation: .stateful(Series.walk)),
    LibraryEntry(
      name: "sine", group: .series, parameters: wave,
      summary: "A sine wave between `min` and `max`, beginning in the middle and rising.",
      example: ("sine(20, 0, 100, 5)", "100"), effects: .place,
      implementation: .many { (all, e) throws(EvaluationError) in
        try Series.wave(all, &e) { (Mathematics.sine(turns: $0) + 1) / 2 }
      }),
    LibraryEntry(
      name: "triangle", group: .series, parameters: wave,
      summary: "A triangle wave: from `min` to `max` and back, in straight lines.",
      example: ("triangle(20, 0, 100, 15)", "50"), effects: .place,
      implementation: .many { (all, e) throws(EvaluationError) in
        try Series.wave(all, &e) { 1 - abs(2 * $0 - 1) }
      }),
    LibraryEntry(
      name: "sawtooth", group: .series, parameters: wave,
      summary: "A sawtooth wave: from `min` up to `max`, then at `min` again.",
      example: ("sawtooth(20, 0, 100, 15)", "75"), effects: .place,
      implementation: .many { (all, e) throws(EvaluationError) in try Series.wave(all, &e) { $0 } }),
    LibraryEntry(
      name: "square", group: .series, parameters: wave,
      summary: "A square wave: `min` for half of the period, then `max`.",
      example: ("square(20, 0, 1, 15)", "1"), effects: .place,
      implementation: .many { (all, e) throws(EvaluationError) in
        try Series.wave(all, &e) { $0 < 0.5 ? 0 : 1 }
      }),
    LibraryEntry(
      name: "step", group: .series,
      parameters: [.required("every", .duration), .required("values", .array), .optional("x", .number)],
      summary:
        "The values of an array one after the other, the next one after each `every`, then from the first again.",
      example: ("step(10, ['low', 'high'], 15)", #""high""#), effects: .place,
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        guard case .array(let values) = b, !values.isEmpty else { return .null }
        let turns = try Series.turns(a, c, &e).rounded(.down)
        let count = Double(values.count)
        let place = Value.saturate(turns - (turns / count).rounded(.down) * count)
        return values.indices.contains(place) ? values[place] : .null
      }),
  ]
}
