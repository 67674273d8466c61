import Yams

/// Reads a scenario's bytes as one YAML document. The only code that sees Yams.
///
/// Everything that could make libYAML's composer work without bound is refused: size and aliases before it starts, nodes
/// and depth (which libYAML itself stops at 1,000) after. Anchors, aliases, tags and merge keys are refused because
/// a reader of the file should find each value where it is used.
struct DocumentReader {
  static let sizeLimit = 262_144
  static let depthLimit = 32
  static let nodeLimit = 10_000

  private let source: SourceText
  private var mistakes: [Mistake] = []
  private var nodes = 0

  /// The root, or nil after a mistake that leaves nothing to go on with.
  static func read(_ source: SourceText, mistakes: inout [Mistake]) -> DocumentNode? {
    var reader = DocumentReader(source: source)
    let root = reader.read()
    mistakes += reader.mistakes
    return root
  }

  private init(source: SourceText) { self.source = source }

  private mutating func read() -> DocumentNode? {
    let start = SourceLocation(line: 1, column: 1)
    guard source.bytes.count <= Self.sizeLimit else {
      return refuse("a scenario may have at most 256 KiB, this has \(source.bytes.count) bytes", at: start)
    }
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      return refuse("the text is not UTF-8 from here on; save the file as UTF-8", at: invalidUTF8Location())
    }
    if let anchor = aliasedAnchor() {
      return refuse(
        "anchors and aliases (&name, *name) are not allowed; write the value where it is used", at: anchor)
    }
    do {
      // No resolver rules: ours is DocumentScalar.meaning, and the regular expressions of the default are slow.
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.nextRoot() else {
        return refuse("the file is empty; a scenario has at least 'steps'", at: start)
      }
      if let second = try parser.nextRoot() {
        let place = second.mark.map(location) ?? start
        return refuse("a file holds one scenario; remove the '---' that starts a second document", at: place)
      }
      return convert(root, depth: 1)
    } catch let error as YamlError {
      return refuse(error)
    } catch {
      return refuse("the file cannot be read as YAML: \(error)", at: start)
    }
  }

  private mutating func refuse(_ message: String, at location: SourceLocation) -> DocumentNode? {
    mistakes.append(Mistake(message, at: location))
    return nil
  }

  private mutating func convert(_ node: Yams.Node, depth: Int) -> DocumentNode? {
    let place = node.mark.map(location) ?? SourceLocation(line: 1, column: 1)
    nodes += 1
    if nodes == Self.nodeLimit + 1 {
      mistakes.append(Mistake("a scenario may have at most 10,000 values, and this is one more", at: place))
    }
    guard nodes <= Self.nodeLimit else { return nil }
    guard depth <= Self.depthLimit else {
      mistakes.append(Mistake("values may be nested at most 32 deep", at: place))
      return nil
    }
    let offset = source.offset(of: place)
    switch offset < source.bytes.count ? source.bytes[offset] : 0 {
    case UInt8(ascii: "&"), UInt8(ascii: "*"):
      mistakes.append(
        Mistake(
          "anchors and aliases (&name, *name) are not allowed; write the value where it is used", at: place))
    case UInt8(ascii: "!"):
      mistakes.append(Mistake("tags such as !!str are not allowed; quote a value to make it text", at: place))
    default: break
    }
    switch node {
    case .scalar(let scalar):
      return DocumentNode(location: place, content: .scalar(convert(scalar, at: place)))
    case .sequence(let sequence):
      return DocumentNode(
        location: place, content: .sequence(sequence.compactMap { convert($0, depth: depth + 1) }))
    case .mapping(let mapping):
      return DocumentNode(
        location: place, content: .mapping(mapping.compactMap { convert($0, depth: depth) }))
    case .alias:
      return refuse("aliases (*name) are not allowed; write the value where it is used", at: place)
    }
  }

  private mutating func convert(_ pair: (key: Yams.Node, value: Yams.Node), depth: Int) -> DocumentMember? {
    let key = convert(pair.key, depth: depth + 1)
    let value = convert(pair.value, depth: depth + 1)
    guard let key, let value else { return nil }
    guard let scalar = key.scalar else {
      mistakes.append(Mistake("a key must be text, got \(key.kind)", at: key.location))
      return nil
    }
    if scalar.style == .plain, scalar.text == "<<" {
      mistakes.append(
        Mistake("merge keys (<<) are not allowed; write the members where they are used", at: key.location))
      return nil
    }
    return DocumentMember(key: scalar.text, location: key.location, value: value)
  }

  private func convert(_ scalar: Yams.Node.Scalar, at place: SourceLocation) -> DocumentScalar {
    let style: DocumentScalar.Style =
      switch scalar.style {
      case .singleQuoted: .singleQuoted
      case .doubleQuoted: .doubleQuoted
      case .literal: .literal
      case .folded: .folded
      default: .plain
      }
    var text = leadingMarks(of: scalar.string, style, at: place) + scalar.string
    if style == .literal || style == .folded, text.unicodeScalars.last == "\n", !keepsLineEnd(place) {
      text.unicodeScalars.removeLast()
    }
    return DocumentScalar(text: text, style: style)
  }

  /// Each U+FEFF at a text's beginning that `String(bytes:encoding:)`, by which Yams decodes scalars, has taken away.
  private func leadingMarks(of text: String, _ style: DocumentScalar.Style, at place: SourceLocation)
    -> String
  {
    var position = source.offset(of: place)
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: position += 1
    case .literal, .folded:
      while position < source.bytes.count, source.lineBreakLength(at: position) == 0 { position += 1 }
      if position < source.bytes.count { position += source.lineBreakLength(at: position) }
      while position < source.bytes.count, source.bytes[position] == UInt8(ascii: " ") { position += 1 }
    }
    let mark = Array("\u{FEFF}".utf8)
    var rest = source.bytes[min(position, source.bytes.count)...]
    var written = 0
    while let length = rest.starts(with: mark) ? mark.count : Self.lengthOfEscapedMark(rest, style) {
      written += 1
      rest = rest.dropFirst(length)
    }
    let isBlock = style == .literal || style == .folded
    // Spaces behind the indentation are text, and then the mark is not at its beginning.
    if isBlock, text.utf8.first != rest.first, text.unicodeScalars.first != "\u{FEFF}" { return "" }
    let kept = text.unicodeScalars.prefix { $0 == "\u{FEFF}" }.count
    return String(repeating: "\u{FEFF}", count: max(0, written - kept))
  }

  private static func lengthOfEscapedMark(_ bytes: ArraySlice<UInt8>, _ style: DocumentScalar.Style) -> Int? {
    guard style == .doubleQuoted else { return nil }
    let text = String(decoding: bytes.prefix(10), as: UTF8.self).lowercased()
    return text.hasPrefix("\\ufeff") ? 6 : text.hasPrefix("\\u0000feff") ? 10 : nil
  }

  /// Whether a block scalar's header has a `+`. Without it, the line end after the last line is YAML's, not the text's.
  private func keepsLineEnd(_ place: SourceLocation) -> Bool {
    let start = source.offset(of: place)
    return source.bytes[start...].prefix(3).contains(UInt8(ascii: "+"))
  }

  private func location(_ mark: Mark) -> SourceLocation {
    SourceLocation(line: mark.line, column: mark.column)
  }

  // MARK: Before libYAML

  private func invalidUTF8Location() -> SourceLocation {
    var decoder = UTF8()
    var iterator = source.bytes.makeIterator()
    var line = 1
    var column = 1
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return SourceLocation(line: line, column: column)
  }

  /// The first `&name` for which there is a `*name`, both where YAML could take them for an anchor and its alias.
  ///
  /// Aliases let a small file describe a huge document, and libYAML's composer compares keys by all that is in them.
  private func aliasedAnchor() -> SourceLocation? {
    var anchors: [ArraySlice<UInt8>: Int] = [:]
    var aliases: Set<ArraySlice<UInt8>> = []
    let bytes = source.bytes
    var mayStart = true
    for index in bytes.indices {
      let byte = bytes[index]
      if mayStart, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
        let name = bytes[(index + 1)...].prefix {
          Character(UnicodeScalar($0)).isASCII
            && (Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber
              || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_"))
        }
        if !name.isEmpty {
          if byte == UInt8(ascii: "*") {
            aliases.insert(name)
          } else if anchors[name] == nil {
            anchors[name] = index
          }
        }
      }
      mayStart = byte <= 0x20 || "[{,:?-]}'\"".utf8.contains(byte) || byte >= 0x80
    }
    let used = anchors.filter { aliases.contains($0.key) }.map(\.value).min()
    return used.map(source.location(ofOffset:))
  }

  // MARK: What libYAML says

  private mutating func refuse(_ error: YamlError) -> DocumentNode? {
    let start = SourceLocation(line: 1, column: 1)
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = clamp(location(mark))
      return refuse(explanation(of: problem, context: context, at: place), at: place)
    case .reader(let problem, let offset, _, _):
      let place = offset.map { source.location(ofOffset: characterOffset($0)) } ?? start
      return refuse("the file cannot be read as YAML: \(problem)", at: place)
    case .duplicatedKeysInMapping(let keys, let context):
      let first = location(context.mark)
      let key = keys.first ?? ""
      let second = secondPlace(of: key, first: first) ?? first
      return refuse(
        "'\(Mistake.shortened(key))' stands twice in this mapping, first on line \(first.line)", at: second)
    default:
      return refuse("the file cannot be read as YAML: \(error)", at: start)
    }
  }

  /// Yams counts characters; a place counts bytes.
  private func characterOffset(_ characters: Int) -> Int {
    String(decoding: source.bytes, as: UTF8.self).prefix(characters).utf8.count
  }

  /// libYAML's places at the end of the text can lie a line past it.
  private func clamp(_ place: SourceLocation) -> SourceLocation {
    place.line <= source.lineCount ? place : source.location(ofOffset: source.bytes.count)
  }

  private func explanation(of problem: String, context: YamlError.Context?, at place: SourceLocation)
    -> String
  {
    let began = context.map { clamp(location($0.mark)).line } ?? place.line
    switch problem {
    case "found character that cannot start any token":
      let byte = source.offset(of: place)
      if byte < source.bytes.count, source.bytes[byte] == 0x09 {
        return "YAML is indented with spaces; replace this tab"
      }
      return "YAML keeps this character for itself; put the value in quotation marks"
    case "mapping values are not allowed in this context":
      return "a second ': ' on this line; put the value in quotation marks, or indent the keys alike"
    case "could not find expected ':'":
      return "this line has no ': ' after its key, or is not indented as far as the text it belongs to"
    case "did not find expected key":
      return "expected a key here; the keys of one mapping are indented alike (it begins on line \(began))"
    case "did not find expected '-' indicator":
      return "expected '- ' here; the entries of one list are indented alike (it begins on line \(began))"
    case "did not find expected ',' or '}'":
      return "expected ',' or '}' here; the '{' is on line \(began)" + quotationHint(at: place)
    case "did not find expected ',' or ']'":
      return "expected ',' or ']' here; the '[' is on line \(began)" + quotationHint(at: place)
    case "found unexpected end of stream":
      return "the quotation mark opened on line \(began) is never closed"
    case "found unknown escape character":
      return
        "within double quotation marks '\\' begins an escape; write '\\\\', or use single quotation marks"
    case "block sequence entries are not allowed in this context":
      return "a list's '- ' may not stand behind a key on the same line; begin it on the next line"
    default:
      if problem.hasPrefix("Maximum nesting level") { return "values may be nested at most 32 deep" }
      let whole = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
      return "the file cannot be read as YAML here: \(whole)"
    }
  }

  /// Braces end a plain text in `{ }` and `[ ]`, those of an expression too.
  private func quotationHint(at place: SourceLocation) -> String {
    source.line(place.line).contains("${") ? "; within { } and [ ], text with ${…} needs quotation marks" : ""
  }

  /// Where a key of that name stands again: in the same column further down, or behind a comma.
  private func secondPlace(of key: String, first: SourceLocation) -> SourceLocation? {
    let text = Array(key.utf8)
    var offset = source.offset(of: first) + max(text.count, 1)
    while offset + text.count <= source.bytes.count {
      if source.bytes[offset...].starts(with: text) {
        let place = source.location(ofOffset: offset)
        let before = source.bytes[..<offset].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") }
        let after = source.bytes[(offset + text.count)...].first
        let endsHere = after == UInt8(ascii: ":") || after == UInt8(ascii: "\"") || after == UInt8(ascii: "'")
        let sameColumn = place.column == first.column && place.line != first.line
        if endsHere, sameColumn || before == UInt8(ascii: ",") { return place }
      }
      offset += 1
    }
    return nil
  }
}
