import Yams

/// Reads a scenario's bytes as one YAML document. No other code uses Yams.
///
/// Refuses texts that could cost libYAML's composer too much work. Size, aliases, keys that are not text, and directives are checked
/// before the composer runs. The number of nodes and their depth, which libYAML itself limits to 1,000, are checked afterwards.
/// Anchors, aliases, tags and merge keys are also refused so that a reader of the file finds each value where it is used.
struct DocumentReader {
  static let sizeLimit = 262_144
  static let depthLimit = 32
  static let nodeLimit = 10_000
  /// The maximum number of `%TAG` lines. It is limited because libYAML compares each with all others.
  private static let directiveLimit = 100
  private static let anchorProblem =
    "anchors and aliases (&name, *name) are not allowed; write the value where it is used"

  let source: SourceText
  let input: YAMLInput
  private var mistakes: [Mistake] = []
  private var nodes = 0
  /// Whether a key begins or ends with an invisible character, which is part of the key.
  private var isMisleading = false

  /// Returns the root node; nil after a mistake that leaves nothing to compile.
  static func read(_ source: SourceText, mistakes: inout [Mistake]) -> DocumentNode? {
    guard let text = text(of: source, &mistakes) else { return nil }
    if let document = JSONDocument.read(source) {
      mistakes += document.mistakes
      return document.root
    }
    var reader = DocumentReader(source: source, input: YAMLInput(source, text: text))
    let root = reader.read()
    mistakes += reader.mistakes
    return root
  }

  /// Returns the source as text. Adds a mistake and returns nil if it is too long, is not UTF-8 or has a control character.
  private static func text(of source: SourceText, _ mistakes: inout [Mistake]) -> String? {
    let start = SourceLocation.start
    guard source.bytes.count <= sizeLimit else {
      mistakes.append(
        Mistake("a scenario may have at most 256 KiB, this has \(source.bytes.count) bytes", at: start))
      return nil
    }
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      mistakes.append(
        Mistake(
          "the text is not UTF-8 from here on; save the file as UTF-8",
          at: source.location(ofOffset: source.validLength)))
      return nil
    }
    let control = source.bytes.firstIndex { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
    guard let control else { return text }
    let name = LookAlike.name(of: Unicode.Scalar(source.bytes[control]))
    mistakes.append(
      Mistake(
        "a text may not have the control character \(name) in it; within double quotation marks it can be written as an escape",
        at: source.location(ofOffset: control)))
    return nil
  }

  private init(source: SourceText, input: YAMLInput) {
    self.source = source
    self.input = input
  }

  private mutating func read() -> DocumentNode? {
    let start = SourceLocation.start
    if let anchor = aliasedAnchor() {
      return refuse(Self.anchorProblem, at: anchor)
    }
    if let key = CompositeKeys.tooMany(in: source) {
      return refuse(
        "a key must be text, and from here on too many could be lists or mappings: what follows '? ', or before ']:' and '}:'",
        at: key)
    }
    if let directive = tagDirective(after: Self.directiveLimit) {
      return refuse("tags such as !!str are not allowed; take the %TAG lines away", at: directive)
    }
    do {
      // The resolver has no rules: DocumentScalar.meaning replaces them, and the default's regular expressions are slow.
      let parser = try Yams.Parser(yaml: input.text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.nextRoot() else {
        return refuse("the file is empty; a scenario has at least 'steps'", at: start)
      }
      if let second = try parser.nextRoot() {
        let place = second.mark.map(location) ?? start
        return refuse("a file holds one scenario; remove the '---' that starts a second document", at: place)
      }
      let document = convert(root, depth: 1)
      // If a key has an invisible character, compiling would only report mistakes that result from it.
      return isMisleading ? nil : document
    } catch let error as YamlError {
      mistakes.append(mistake(for: problem(of: error)))
      return nil
    } catch {
      return refuse("the file cannot be read as YAML: \(error)", at: start)
    }
  }

  private func problem(of error: YamlError) -> Problem {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      .syntax(
        problem, context: context?.text, from: (context?.mark).map(location), at: location(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      .duplicate(key: keys.first ?? "", first: location(context.mark))
    case .reader(let problem, _, _, _): .other(problem)
    default: .other("\(error)")
    }
  }

  private mutating func refuse(_ message: String, at location: SourceLocation) -> DocumentNode? {
    mistakes.append(Mistake(message, at: location))
    return nil
  }

  private mutating func convert(_ node: Yams.Node, depth: Int) -> DocumentNode? {
    let place = node.mark.map(location) ?? .start
    nodes += 1
    if let mistake = Self.limitMistake(nodes: nodes, depth: depth, at: place) {
      // Only the first node over the limit is reported.
      if nodes <= Self.nodeLimit + 1 { mistakes.append(mistake) }
      return nil
    }
    let offset = source.offset(of: place)
    let first = offset < source.bytes.count ? source.bytes[offset] : 0
    switch first {
    case UInt8(ascii: "&"), UInt8(ascii: "*"):
      mistakes.append(Mistake(Self.anchorProblem, at: place))
    case UInt8(ascii: "!"):
      mistakes.append(Mistake("tags such as !!str are not allowed; quote a value to make it text", at: place))
    default: break
    }
    switch node {
    case .scalar(let scalar):
      return DocumentNode(location: place, content: .scalar(convert(scalar, at: place)))
    case .sequence(let sequence):
      let elements = sequence.compactMap { convert($0, depth: depth + 1) }
      if first == UInt8(ascii: "[") { elements.forEach { checkColon(inText: $0) } }
      return DocumentNode(location: place, content: .sequence(elements))
    case .mapping(let mapping):
      let isFlow = first == UInt8(ascii: "{")
      let members = mapping.compactMap { convert($0, isFlow: isFlow, depth: depth) }
      return DocumentNode(location: place, content: .mapping(members))
    case .alias:
      return refuse("aliases (*name) are not allowed; write the value where it is used", at: place)
    }
  }

  private mutating func convert(_ pair: (key: Yams.Node, value: Yams.Node), isFlow: Bool, depth: Int)
    -> DocumentMember?
  {
    let key = convert(pair.key, depth: depth + 1)
    let value = convert(pair.value, depth: depth + 1)
    guard let key, let value else { return nil }
    guard let scalar = key.scalar else {
      mistakes.append(Mistake("a key must be text, got \(key.kind)", at: key.location))
      return nil
    }
    if scalar.style == .plain {
      if scalar.text == "<<" {
        mistakes.append(
          Mistake("merge keys (<<) are not allowed; write the members where they are used", at: key.location))
        return nil
      }
      checkEdges(ofKey: scalar.text, at: key.location)
      if isFlow, value.isEmpty { checkColon(inKey: scalar.text, at: key.location) }
    }
    if !isFlow, value.location.line > key.location.line { checkColon(inText: value) }
    return DocumentMember(key: scalar.text, location: key.location, value: value)
  }

  private mutating func convert(_ scalar: Yams.Node.Scalar, at place: SourceLocation) -> DocumentScalar {
    let style: DocumentScalar.Style =
      switch scalar.style {
      case .singleQuoted: .singleQuoted
      case .doubleQuoted: .doubleQuoted
      case .literal: .literal
      case .folded: .folded
      default: .plain
      }
    let restored = input.restored(scalar.string, isDoubleQuoted: style == .doubleQuoted)
    var converted = DocumentScalar(text: restored.text, style: style)
    if (style == .literal || style == .folded) && converted.text.unicodeScalars.last == "\n"
      && !keepsLineEnd(place)
    {
      converted.text.unicodeScalars.removeLast()
    }
    let locator = ScalarLocator(source: source, start: place, scalar: converted)
    for offset in restored.loneSurrogates {
      mistakes.append(Self.loneSurrogate(at: locator.location(ofOffset: offset)))
    }
    if style != .doubleQuoted, style != .singleQuoted {
      let control = converted.text.unicodeScalars.enumerated().first { LookAlike.isControl($0.element) }
      if let control {
        mistakes.append(
          Mistake(
            "the control character \(LookAlike.name(of: control.element)) may stand only in quotation marks",
            at: locator.location(ofOffset: control.offset)))
      }
    }
    return converted
  }

  /// Whether a block scalar's header has a `+`. Without it, the final line end, which YAML would keep, is removed.
  private func keepsLineEnd(_ place: SourceLocation) -> Bool {
    let start = source.offset(of: place)
    return source.bytes[start...].prefix(3).contains(UInt8(ascii: "+"))
  }

  private func location(_ mark: Mark) -> SourceLocation {
    SourceLocation(line: mark.line, column: mark.column)
  }

  // MARK: Characters that mislead

  /// Reports an invisible character at either end of a key. YAML does not treat it as white space, so it is part of the key.
  private mutating func checkEdges(ofKey key: String, at place: SourceLocation) {
    let scalars = Array(key.unicodeScalars)
    let dashes = scalars.prefix { $0 == "-" }.count
    let edges = [0, dashes, scalars.count - 1]
    guard
      let edge = edges.first(where: { scalars.indices.contains($0) && LookAlike.isInvisible(scalars[$0]) })
    else { return }
    isMisleading = true
    mistakes.append(
      Mistake(
        LookAlike.sentence(about: scalars[edge]) + "; here it is part of the key",
        at: SourceLocation(line: place.line, column: place.column + edge)))
  }

  /// Warns about `{ a:1 }`, which is a key "a:1" without a value.
  private mutating func checkColon(inKey key: String, at place: SourceLocation) {
    guard let colon = key.firstIndex(of: ":"), colon != key.startIndex else { return }
    warn(
      "'\(Mistake.shortened(key))' is a key without a value; a space belongs after the ':', or the text in quotation marks",
      at: place)
  }

  /// Warns about the text "a:1", in `[a:1]` or on a line below its key: it may have been meant as a member.
  private mutating func checkColon(inText node: DocumentNode) {
    guard let scalar = node.scalar, scalar.style == .plain, Self.looksLikeMember(scalar.text) else { return }
    warn(
      "'\(Mistake.shortened(scalar.text))' is text; for a key and its value a space belongs after the ':', and text with a ':' in quotation marks says that it is meant",
      at: node.location)
  }

  /// Whether a text begins like `name:value` and is not a URL.
  private static func looksLikeMember(_ text: String) -> Bool {
    let name = text.unicodeScalars.prefix {
      $0.properties.isAlphabetic || $0 == "_" || $0 == "-" || ("0"..."9").contains($0)
    }
    let rest = text.unicodeScalars[name.endIndex...]
    guard let first = name.first, first == "_" || first.properties.isAlphabetic, rest.first == ":" else {
      return false
    }
    return rest.count > 1 && !rest.starts(with: "://".unicodeScalars)
  }

  private mutating func warn(_ message: String, at place: SourceLocation) {
    mistakes.append(Mistake(message, at: place, severity: .warning))
  }

  // MARK: Mistakes shared with JSON

  /// Returns the mistake for a node that exceeds the maximum number of nodes or the maximum depth; nil if it exceeds neither.
  static func limitMistake(nodes: Int, depth: Int, at place: SourceLocation) -> Mistake? {
    if nodes > nodeLimit {
      return Mistake("a scenario may have at most 10,000 values, and this is one more", at: place)
    }
    return depth > depthLimit ? Mistake("values may be nested at most 32 deep", at: place) : nil
  }

  static func duplicate(_ key: String, firstLine: Int, at place: SourceLocation) -> Mistake {
    Mistake(
      "'\(Mistake.shortened(key))' appears twice in this mapping, first on line \(firstLine)", at: place)
  }

  static func loneSurrogate(at place: SourceLocation) -> Mistake {
    Mistake(
      "this escape is one half of a surrogate pair, and the other half does not follow; write both, or the character itself",
      at: place)
  }

  // MARK: Checks before libYAML runs

  /// Returns the place of the first `&name` that YAML could read as an anchor and for which a `*name` could be an alias.
  ///
  /// Aliases let a small file describe a huge document, and libYAML's composer compares keys by their whole content.
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

  /// Returns the place of the first `%TAG` line after `count` others; nil if there are no more.
  private func tagDirective(after count: Int) -> SourceLocation? {
    (1...source.lineCount).lazy.filter { number in
      source.range(ofLine: number).map { source.bytes[$0].starts(with: "%TAG".utf8) } ?? false
    }.dropFirst(count).first.map { SourceLocation(line: $0, column: 1) }
  }
}
