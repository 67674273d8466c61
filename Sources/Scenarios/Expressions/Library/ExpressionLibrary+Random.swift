extension ExpressionLibrary {
  static let randomEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "random", group: .random, parameters: [],
      summary: "A number from 0 up to but not including 1.", example: ("random()", "0.5665615751722809"),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .double(e.random.unit()) }),
    LibraryEntry(
      name: "int", group: .random, parameters: [.required("min", .whole), .required("max", .whole)],
      summary: "A whole number from `min` to `max`, both included.", example: ("int(1, 6)", "4"),
      effects: .random,
      implementation: .two { (a, b, e) throws(EvaluationError) in
        .int(e.random.whole(try e.whole(a), try e.whole(b)))
      }),
    LibraryEntry(
      name: "float", group: .random,
      parameters: [.required("min", .number), .required("max", .number), .optional("digits", .whole)],
      summary: "A number from `min` to `max`, rounded to `digits` digits after the point if given.",
      example: ("float(20, 25, 1)", "22.8"), effects: .random,
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        let (low, high) = (try e.double(a), try e.double(b))
        let value = Value.double(low + (high - low) * e.random.unit())
        return c.isNull ? value : Numbers.round(value, digits: try e.whole(c))
      }),
    LibraryEntry(
      name: "normal", group: .random,
      parameters: [.required("mean", .number), .required("deviation", .number), .optional("digits", .whole)],
      summary: "A number of the normal distribution, rounded to `digits` digits after the point if given.",
      example: ("normal(100, 15, 1)", "102.5"), effects: .random,
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        try e.charge(4)
        let (mean, deviation) = (try e.double(a), try e.double(b))
        let value = Value.double(mean + deviation * Mathematics.normal(e.random.unit()))
        return c.isNull ? value : Numbers.round(value, digits: try e.whole(c))
      }),
    LibraryEntry(
      name: "chance", group: .random, parameters: [.required("probability", .number)],
      summary: "True with this probability, from 0 to 1.", example: ("chance(0.9)", "true"), effects: .random,
      implementation: .one { (a, e) throws(EvaluationError) in
        let share = try e.double(a)
        return .bool(e.random.unit() < share)
      }),
    LibraryEntry(
      name: "pick", group: .random, parameters: [.required("x"), .variadic("more")],
      summary: "One of the arguments, or of the elements of an array.",
      example: ("pick('red', 'green', 'blue')", #""green""#),
      effects: .random,
      implementation: .oneOrMany(
        { (a, e) throws(EvaluationError) in
          guard case .array(let elements) = a else {
            _ = e.random.next()
            return a
          }
          return Randoms.pick(elements.values, &e)
        }, { (all, e) throws(EvaluationError) in Randoms.pick(all, &e) })),
    LibraryEntry(
      name: "weighted", group: .random, parameters: [.required("weights")],
      summary: "One of the names of an object whose members are weights, or of pairs `[value, weight]`.",
      example: ("weighted({ok: 9, error: 1})", #""ok""#), effects: .random,
      implementation: .one(Randoms.weighted)),
    LibraryEntry(
      name: "shuffle", group: .random, parameters: [.required("array", .array)],
      summary: "The elements in a random order.", example: ("shuffle([1, 2, 3, 4])", "[1,2,4,3]"),
      effects: .random,
      implementation: .one(Randoms.shuffle)),
    LibraryEntry(
      name: "uuid", group: .random, parameters: [],
      summary: "A UUID of version 4.", example: ("uuid()", #""910a2dec-8902-4cc1-beeb-8da1658eec67""#),
      effects: .random,
      implementation: .written { (_, _, e, buffer) throws(EvaluationError) in
        try e.charge(4)
        Randoms.appendUUID(&e, to: &buffer)
      }),
    LibraryEntry(
      name: "hex", group: .random, parameters: [.required("digits", .whole)],
      summary: "`digits` random hexadecimal digits.", example: ("hex(8)", #""910a2dec""#), effects: .random,
      implementation: .written { (a, _, e, buffer) throws(EvaluationError) in
        try Randoms.appendHex(try e.whole(a), &e, to: &buffer)
      }),
  ]

  static let fakeEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "firstName", group: .random, parameters: [], summary: "A given name.",
      example: ("firstName()", #""Lars""#),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.pick(Fakes.firstNames, &e)) }),
    LibraryEntry(
      name: "lastName", group: .random, parameters: [], summary: "A family name.",
      example: ("lastName()", #""Mensah""#),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.pick(Fakes.lastNames, &e)) }),
    LibraryEntry(
      name: "name", group: .random, parameters: [], summary: "A given name and a family name.",
      example: ("name()", #""Lars Perlman""#), effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.name(&e)) }),
    LibraryEntry(
      name: "email", group: .random, parameters: [],
      summary: "A mail address at a domain that is kept for examples.",
      example: ("email()", #""lars.perlman@example.net""#),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.email(&e)) }),
    LibraryEntry(
      name: "words", group: .random, parameters: [.required("count", .whole)],
      summary: "A text of `count` random English words. To cut a text into its words there is `splitWords`.",
      example: ("words(3)", #""normal remote valley""#), effects: .random,
      implementation: .one { (a, e) throws(EvaluationError) in
        .string(try Fakes.words(try e.whole(a), &e))
      }),
    LibraryEntry(
      name: "sentence", group: .random, parameters: [], summary: "A sentence of 5 to 12 words.",
      example: ("sentence()", #""Remote valley linear linear river stable minute frame second.""#),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.sentence(&e)) }),
    LibraryEntry(
      name: "ip", group: .random, parameters: [],
      summary: "An IPv4 address of a range that is kept for examples.",
      example: ("ip()", #""198.51.100.190""#), effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.address(&e)) }),
    LibraryEntry(
      name: "url", group: .random, parameters: [],
      summary: "A web address at a domain that is kept for examples.",
      example: ("url()", #""https://example.org/remote/valley""#),
      effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.url(&e)) }),
    LibraryEntry(
      name: "logLine", group: .random, parameters: [], summary: "A line such as a server logs.",
      example: ("logLine()", #""INFO  PUT /api/valley/444 200 112ms""#), effects: .random,
      implementation: .none { (e) throws(EvaluationError) in .string(try Fakes.logLine(&e)) }),
  ]
}
