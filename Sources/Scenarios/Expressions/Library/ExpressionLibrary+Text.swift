import TextForms

extension ExpressionLibrary {
  static let textEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "upper", group: .text, parameters: [.required("text", .text)],
      summary: "The text in capital letters.", example: ("upper('Task a')", #""TASK A""#),
      methods: ["toUpperCase"],
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.chargeCase(of: text)
        return .string(text.uppercased())
      }),
    LibraryEntry(
      name: "lower", group: .text, parameters: [.required("text", .text)],
      summary: "The text in small letters.", example: ("lower('Task A')", #""task a""#),
      methods: ["toLowerCase"],
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.chargeCase(of: text)
        return .string(text.lowercased())
      }),
    LibraryEntry(
      name: "trim", group: .text, parameters: [.required("text", .text)],
      summary: "The text without white space at its ends.", example: ("trim('  a b ')", #""a b""#),
      methods: ["trim"],
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.chargeClasses(of: text)
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
          let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return .string("") }
        return .string(String(scalars[start...end]))
      }),
    LibraryEntry(
      name: "split", group: .text, parameters: [.required("text", .text), .optional("separator", .text)],
      summary:
        "The parts of a text between separators; at white space if no separator is given, into characters if it is empty.",
      example: ("split('a,b,c', ',')", #"["a","b","c"]"#), methods: ["split"],
      implementation: .two(Texts.split)),
    LibraryEntry(
      name: "replace", group: .text,
      parameters: [.required("text", .text), .required("what", .text), .required("with", .text)],
      summary: "The text with the first occurrence of `what` replaced.",
      example: ("replace('a-b-c', '-', '+')", #""a+b-c""#), methods: ["replace"],
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        try Texts.replace(a, b, c, most: 1, &e)
      }),
    LibraryEntry(
      name: "replaceAll", group: .text,
      parameters: [.required("text", .text), .required("what", .text), .required("with", .text)],
      summary: "The text with every occurrence of `what` replaced.",
      example: ("replaceAll('a-b-c', '-', '+')", #""a+b+c""#), methods: ["replaceAll"],
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        try Texts.replace(a, b, c, most: .max, &e)
      }),
    LibraryEntry(
      name: "padStart", group: .text,
      parameters: [.required("text", .text), .required("length", .whole), .optional("fill", .text)],
      summary:
        "The text filled from the left to a length, with spaces unless `fill` says otherwise. `pad` is the same.",
      example: ("padStart(7, 3, '0')", #""007""#), methods: ["padStart"],
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        let (text, fill) = try Texts.padding(a, b, c, &e)
        return .string(TextBytes.joined(fill, text))
      }),
    LibraryEntry(
      name: "padEnd", group: .text,
      parameters: [.required("text", .text), .required("length", .whole), .optional("fill", .text)],
      summary: "The text filled from the right to a length, with spaces unless `fill` says otherwise.",
      example: ("padEnd('ok', 5, '.')", #""ok...""#), methods: ["padEnd"],
      implementation: .three { (a, b, c, e) throws(EvaluationError) in
        let (text, fill) = try Texts.padding(a, b, c, &e)
        return .string(TextBytes.joined(text, fill))
      }),
    LibraryEntry(
      name: "repeat", group: .text, parameters: [.required("text", .text), .required("count", .whole)],
      summary: "The text `count` times.", example: ("repeat('ab', 3)", #""ababab""#), methods: ["repeat"],
      implementation: .two { (a, b, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        let count = max(0, try e.whole(b))
        let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
        try e.charge(text: overflow ? .max : bytes)
        return .string(String(decoding: TextBytes.repeated(Array(text.utf8), upTo: bytes), as: UTF8.self))
      }),
    LibraryEntry(
      name: "startsWith", group: .text,
      parameters: [.required("text", .text), .required("beginning", .text)],
      summary: "Whether a text begins with another.",
      example: ("startsWith('/stream/7', '/stream/')", "true"),
      methods: ["startsWith"],
      implementation: .two { (a, b, e) throws(EvaluationError) in
        let (text, beginning) = (try e.text(of: a), try e.text(of: b))
        try e.charge(bytes: min(text.utf8.count, beginning.utf8.count))
        return .bool(TextBytes.has(text, prefix: beginning))
      }),
    LibraryEntry(
      name: "endsWith", group: .text, parameters: [.required("text", .text), .required("ending", .text)],
      summary: "Whether a text ends with another.", example: ("endsWith('a.json', '.json')", "true"),
      methods: ["endsWith"],
      implementation: .two { (a, b, e) throws(EvaluationError) in
        let (text, ending) = (try e.text(of: a), try e.text(of: b))
        try e.charge(bytes: min(text.utf8.count, ending.utf8.count))
        return .bool(TextBytes.has(text, suffix: ending))
      }),
    LibraryEntry(
      name: "toText", group: .text, parameters: [.required("value")],
      summary: "A value as text: what it looks like inside other text.",
      example: ("toText([1, 2])", #""[1,2]""#),
      methods: ["toString"],
      implementation: .one { (a, e) throws(EvaluationError) in .string(try e.text(of: a)) }),
    LibraryEntry(
      name: "json", group: .text, parameters: [.required("value")],
      summary: "A value as JSON text.", example: ("json({a: 'x'})", #""{\"a\":\"x\"}""#),
      implementation: .one { (a, e) throws(EvaluationError) in
        var bytes: [UInt8] = []
        try e.write(a, .json, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
      }),
    LibraryEntry(
      name: "parseJson", group: .text, parameters: [.required("text", .text)],
      summary: "The value of a JSON text; null if the text is not JSON.",
      example: (#"parseJson('{"a": [1, 2]}').a"#, "[1,2]"),
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        return try e.parse(json: text)
      }),
    LibraryEntry(
      name: "base64", group: .text, parameters: [.required("text", .text)],
      summary: "The text's UTF-8 in Base64.", example: ("base64('héllo')", #""aMOpbGxv""#),
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        let (count, overflow) = text.utf8.count.multipliedReportingOverflow(by: 4)
        try e.charge(text: overflow ? .max : count / 3)
        try e.charge(text.utf8.count >> 3)
        return .string(Base64.encode(Array(text.utf8)))
      }),
    LibraryEntry(
      name: "fromBase64", group: .text, parameters: [.required("text", .text)],
      summary: "The text that was written in Base64; null if the text is not Base64.",
      example: ("fromBase64('aMOpbGxv')", #""héllo""#),
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.charge(text: text.utf8.count)
        try e.charge(text.utf8.count >> 3)
        guard let bytes = Base64.decode(Array(text.utf8), reading: .lenient) else { return .null }
        return try e.text(decoding: bytes)
      }),
    LibraryEntry(
      name: "encodeURIComponent", group: .text, parameters: [.required("text", .text)],
      summary: "The text percent-encoded for a part of an address.",
      example: ("encodeURIComponent('a b&c')", #""a%20b%26c""#),
      implementation: .one(Texts.percentEncode)),
    LibraryEntry(
      name: "decodeURIComponent", group: .text, parameters: [.required("text", .text)],
      summary: "The text with its percent-encoding undone.",
      example: ("decodeURIComponent('a%20b%26c')", #""a b&c""#),
      implementation: .one(Texts.percentDecode)),
    LibraryEntry(
      name: "chars", group: .text, parameters: [.required("text", .text)],
      summary: "The characters of a text (its code points), for `each`.",
      example: ("chars('añb')", #"["a","ñ","b"]"#),
      implementation: .one { (a, e) throws(EvaluationError) in
        try Texts.characters(of: try e.text(of: a), &e)
      }),
    LibraryEntry(
      name: "splitWords", group: .text, parameters: [.required("text", .text)],
      summary: "The words of a text, each with the white space before it; joined they are the text.",
      example: ("splitWords('The quick fox')", #"["The"," quick"," fox"]"#),
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.chargeClasses(of: text)
        return try e.pieces(TextPieces.words(text))
      }),
    LibraryEntry(
      name: "tokens", group: .text, parameters: [.required("text", .text)],
      summary: "A text in pieces such as a language model sends; joined they are the text.",
      example: (
        "tokens('Streaming works, in 2026!')", #"["Strea","ming"," works",","," in"," 202","6","!"]"#
      ),
      implementation: .one { (a, e) throws(EvaluationError) in
        let text = try e.text(of: a)
        try e.chargeClasses(of: text)
        try e.chargeClasses(of: text)
        return try e.pieces(TextPieces.tokens(text))
      }),
  ]
}
