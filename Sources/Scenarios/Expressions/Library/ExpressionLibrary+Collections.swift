extension ExpressionLibrary {
  static let collectionEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "length", group: .collections, parameters: [.required("x")],
      summary:
        "How many characters a text has, elements an array, members an object. Texts and arrays also have `.length`.",
      example: ("length('añb')", "3"),
      implementation: .one(Collections.length)),
    LibraryEntry(
      name: "at", group: .collections, parameters: [.required("x", .sequence), .required("index", .whole)],
      summary: "The element or character at an index; negative ones count from the end.",
      example: ("at([1, 2, 3], -1)", "3"), methods: ["at"],
      implementation: .two(Collections.at)),
    LibraryEntry(
      name: "first", group: .collections, parameters: [.required("x", .sequence)],
      summary: "The first element or character; null if there is none.",
      example: ("first(['a', 'b'])", #""a""#),
      implementation: .one { (a, e) throws(EvaluationError) in try Collections.at(a, .int(0), &e) }),
    LibraryEntry(
      name: "last", group: .collections, parameters: [.required("x", .sequence)],
      summary: "The last element or character; null if there is none.",
      example: ("last(['a', 'b'])", #""b""#),
      implementation: .one { (a, e) throws(EvaluationError) in try Collections.at(a, .int(-1), &e) }),
    LibraryEntry(
      name: "slice", group: .collections,
      parameters: [.required("x", .sequence), .required("start", .whole), .optional("end", .whole)],
      summary:
        "Part of a text or an array, from `start` up to but not including `end`; negative ones count from the end.",
      example: ("slice('streaming', 0, 6)", #""stream""#), methods: ["slice"],
      implementation: .three(Collections.slice)),
    LibraryEntry(
      name: "includes", group: .collections, parameters: [.required("x"), .required("what")],
      summary: "Whether an array has the element, a text the part, an object the member.",
      example: ("includes(['a', 'b'], 'b')", "true"), methods: ["includes"],
      implementation: .two(Collections.includes)),
    LibraryEntry(
      name: "indexOf", group: .collections, parameters: [.required("x", .sequence), .required("what")],
      summary: "Where an array has the element or a text the part; -1 if nowhere.",
      example: ("indexOf('a,b', ',')", "1"), methods: ["indexOf"],
      implementation: .two(Collections.indexOf)),
    LibraryEntry(
      name: "join", group: .collections,
      parameters: [.required("array", .array), .optional("separator", .text)],
      summary: "The elements as one text, a comma between them unless `separator` says otherwise.",
      example: ("join(['a', 'b'], ' / ')", #""a / b""#), methods: ["join"],
      implementation: .two(Collections.join)),
    LibraryEntry(
      name: "concat", group: .collections, parameters: [.required("array"), .variadic("more")],
      summary:
        "One array with the elements of all arguments; an argument that is not an array is one element.",
      example: ("concat([1], [2, 3], 4)", "[1,2,3,4]"), methods: ["concat"],
      implementation: .many(Collections.concat)),
    LibraryEntry(
      name: "reverse", group: .collections, parameters: [.required("array", .array)],
      summary: "The elements from the last to the first.", example: ("reverse([1, 2, 3])", "[3,2,1]"),
      methods: ["reverse", "toReversed"],
      implementation: .one { (a, e) throws(EvaluationError) in
        guard case .array(let elements) = a else { return .null }
        try e.charge(array: elements.count)
        return .array(elements.values.reversed())
      }),
    LibraryEntry(
      name: "range", group: .collections,
      parameters: [.required("start", .whole), .optional("end", .whole), .optional("step", .whole)],
      summary:
        "The whole numbers from `start` up to but not including `end`; with one argument, that many from 0.",
      example: ("range(2, 10, 3)", "[2,5,8]"),
      implementation: .three(Collections.range)),
    LibraryEntry(
      name: "keys", group: .collections, parameters: [.required("object", .object)],
      summary: "The names of an object's members.", example: ("keys({a: 1, b: 2})", #"["a","b"]"#),
      implementation: .one { (a, e) throws(EvaluationError) in
        guard case .object(let members) = a else { return .array([]) }
        try e.charge(array: members.count)
        return .array(members.names.map(Value.string))
      }),
    LibraryEntry(
      name: "values", group: .collections, parameters: [.required("object", .object)],
      summary: "The values of an object's members.", example: ("values({a: 1, b: 2})", "[1,2]"),
      implementation: .one { (a, e) throws(EvaluationError) in
        guard case .object(let members) = a else { return .array([]) }
        try e.charge(array: members.count)
        return .array(members.values)
      }),
    LibraryEntry(
      name: "merge", group: .collections,
      parameters: [.required("object", .object), .variadic("more", .object)],
      summary: "One object with the members of all arguments; later ones have precedence.",
      example: ("merge({a: 1, b: 2}, {b: 3})", #"{"a":1,"b":3}"#),
      implementation: .many(Collections.merge)),
    LibraryEntry(
      name: "fromSchema", group: .collections, parameters: [.required("schema")],
      summary:
        "A value that fits a JSON Schema: of an object the required properties, or every property if none is required; patterns are ignored.",
      example: ("fromSchema({type: 'object', properties: {days: {type: 'integer'}}})", #"{"days":3}"#),
      implementation: .one(SchemaExample.value)),
  ]
}
