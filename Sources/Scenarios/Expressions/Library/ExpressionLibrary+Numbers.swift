extension ExpressionLibrary {
  static let numberEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "round", group: .numbers, parameters: [.required("x", .number), .optional("digits", .whole)],
      summary:
        "The nearest number with `digits` digits after the point (0 if left out, at most 15); halves go up.",
      example: ("round(3.14159, 2)", "3.14"),
      implementation: .two { (a, b, e) throws(EvaluationError) in
        Numbers.round(try e.number(a), digits: try e.whole(b))
      }),
    LibraryEntry(
      name: "floor", group: .numbers, parameters: [.required("x", .number)],
      summary: "The whole number at or below x.", example: ("floor(-2.5)", "-3"),
      implementation: .one { (a, e) throws(EvaluationError) in Numbers.whole(try e.number(a), .down) }),
    LibraryEntry(
      name: "ceil", group: .numbers, parameters: [.required("x", .number)],
      summary: "The whole number at or above x.", example: ("ceil(2.1)", "3"),
      implementation: .one { (a, e) throws(EvaluationError) in Numbers.whole(try e.number(a), .up) }),
    LibraryEntry(
      name: "trunc", group: .numbers, parameters: [.required("x")],
      summary: "The whole part of a number, or of a text that is one.", example: ("trunc('-2.9')", "-2"),
      implementation: .one { (a, e) throws(EvaluationError) in Numbers.whole(try e.number(a), .towardZero) }),
    LibraryEntry(
      name: "abs", group: .numbers, parameters: [.required("x", .number)],
      summary: "The number without its sign.", example: ("abs(-3)", "3"),
      implementation: .one { (a, e) throws(EvaluationError) in
        let number = try e.number(a)
        if case .int(let whole) = number, whole != .min { return .int(abs(whole)) }
        return .double(number.double.magnitude)
      }),
    LibraryEntry(
      name: "sqrt", group: .numbers, parameters: [.required("x", .number)],
      summary: "The square root.", example: ("sqrt(16)", "4"),
      implementation: .one { (a, e) throws(EvaluationError) in .tidy(try e.double(a).squareRoot()) }),
    LibraryEntry(
      name: "min", group: .numbers, parameters: [.required("x"), .variadic("more")],
      summary: "The smallest of the numbers, or of an array of numbers.", example: ("min(3, 1, 2)", "1"),
      implementation: .many { (all, e) throws(EvaluationError) in try Numbers.extreme(all, .less, &e) }),
    LibraryEntry(
      name: "max", group: .numbers, parameters: [.required("x"), .variadic("more")],
      summary: "The largest of the numbers, or of an array of numbers.", example: ("max([3, 1, 2])", "3"),
      implementation: .many { (all, e) throws(EvaluationError) in try Numbers.extreme(all, .greater, &e) }),
    LibraryEntry(
      name: "clamp", group: .numbers,
      parameters: [.required("x", .number), .required("low", .number), .required("high", .number)],
      summary: "The number, but not below `low` and not above `high`.",
      example: ("clamp(120, 0, 100)", "100"),
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        if try Value.order(a, b, &e) == .less { return try e.number(b) }
        return try e.number(try Value.order(a, c, &e) == .greater ? c : a)
      }),
    LibraryEntry(
      name: "sum", group: .numbers, parameters: [.required("array", .array)],
      summary: "The sum of an array of numbers.", example: ("sum([1, 2, 3.5])", "6.5"),
      implementation: .one(Numbers.sum)),
    LibraryEntry(
      name: "toFixed", group: .numbers, parameters: [.required("x", .number), .optional("digits", .whole)],
      summary: "The number as text with exactly `digits` digits after the point (at most 15).",
      example: ("toFixed(2.5, 2)", #""2.50""#), methods: ["toFixed"],
      implementation: .two { (a, b, e) throws(EvaluationError) in
        try e.charge(4)
        var bytes: [UInt8] = []
        NumberText.appendFixed(try e.double(a), fractionDigits: try e.whole(b), to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
      }),
    LibraryEntry(
      name: "toNumber", group: .numbers, parameters: [.required("value")],
      summary: "A value as a number; NaN (null in JSON) if it is not one.",
      example: ("toNumber('42') + 1", "43"),
      implementation: .one { (a, e) throws(EvaluationError) in try e.number(a) }),
  ]
}
