import TextForms

/// Reads a document that is JSON. Every JSON text is a YAML text, but libYAML does not read all of them.
///
/// For example, it limits a key to 1,024 characters. A text that is not JSON is left to libYAML, which reports its mistakes.
/// <https://www.rfc-editor.org/rfc/rfc8259>, <https://yaml.org/spec/1.2.2/#12-yaml-history>
struct JSONDocument {
  private let source: SourceText
  private var reader: JSONReader
  private var nodes = 0
  private var mistakes: [Mistake] = []
  /// Whether a limit was exceeded, which `mistakes` then contains.
  private var isLimited = false

  /// - Returns: nil if the text is not JSON. `root` is nil if the text exceeds a limit.
  static func read(_ source: SourceText) -> (root: DocumentNode?, mistakes: [Mistake])? {
    var document = JSONDocument(source: source)
    do throws(JSONMistake) {
      let root = try document.node(try document.reader.next(), depth: 1)
      _ = try document.reader.next()
      return (root, document.mistakes)
    } catch {
      return document.isLimited ? (nil, document.mistakes) : nil
    }
  }

  private init(source: SourceText) {
    self.source = source
    reader = JSONReader(source.bytes)
  }

  private mutating func node(_ token: JSONReader.Token, depth: Int) throws(JSONMistake) -> DocumentNode {
    let location = try begin(depth: depth)
    let content: DocumentNode.Content
    switch token {
    case .null: content = .scalar(DocumentScalar(text: "null", style: .plain))
    case .bool(let value): content = .scalar(DocumentScalar(text: value ? "true" : "false", style: .plain))
    case .number(let text): content = .scalar(DocumentScalar(text: text, style: .plain))
    case .string(let text):
      noteHalfPairs()
      content = .scalar(DocumentScalar(text: text, style: .doubleQuoted))
    case .array: content = .sequence(try elements(depth: depth + 1))
    case .object: content = .mapping(try members(depth: depth + 1))
    case .name, .end: throw JSONMistake("a value is expected", at: reader.offset)
    }
    return DocumentNode(location: location, content: content)
  }

  private mutating func elements(depth: Int) throws(JSONMistake) -> [DocumentNode] {
    var elements: [DocumentNode] = []
    while true {
      let token = try reader.next()
      if case .end = token { return elements }
      elements.append(try node(token, depth: depth))
    }
  }

  private mutating func members(depth: Int) throws(JSONMistake) -> [DocumentMember] {
    var members: [DocumentMember] = []
    var lines: [[UInt8]: Int] = [:]
    while case .name(let name) = try reader.next() {
      let location = try begin(depth: depth)
      noteHalfPairs()
      let value = try node(try reader.next(), depth: depth)
      if let line = lines.updateValue(location.line, forKey: Array(name.utf8)) {
        mistakes.append(DocumentReader.duplicate(name, firstLine: line, at: location))
      } else {
        members.append(DocumentMember(key: name, location: location, value: value))
      }
    }
    return members
  }

  /// Counts a node or a name and returns its place; throws if it exceeds a limit.
  private mutating func begin(depth: Int) throws(JSONMistake) -> SourceLocation {
    nodes += 1
    let location = source.location(ofOffset: reader.offset)
    if let mistake = DocumentReader.limitMistake(nodes: nodes, depth: depth, at: location) {
      mistakes.append(mistake)
      isLimited = true
      throw JSONMistake(mistake.message, at: reader.offset)
    }
    return location
  }

  private mutating func noteHalfPairs() {
    mistakes += reader.loneSurrogates.map { DocumentReader.loneSurrogate(at: source.location(ofOffset: $0)) }
  }
}
