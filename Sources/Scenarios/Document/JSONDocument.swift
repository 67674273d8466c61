import TextForms

/// Reads a text that is JSON. Every JSON text is a YAML text, but libYAML does not read every one.
///
/// It limits a key to 1,024 characters, for example. What is not JSON is left to libYAML, with all that it says.
/// <https://www.rfc-editor.org/rfc/rfc8259>, <https://yaml.org/spec/1.2.2/#12-yaml-history>
struct JSONDocument: JSONMaker {
  private let source: SourceText
  private var nodes = 0
  private var mistakes: [Mistake] = []
  /// A limit was met, and said among the mistakes.
  private var isLimited = false

  /// - Returns: nil if the text is not JSON; a root that is nil after a mistake that leaves nothing to go on with.
  static func read(_ source: SourceText) -> (root: DocumentNode?, mistakes: [Mistake])? {
    var document = JSONDocument(source: source)
    var reader = JSONReader(source.bytes)
    do throws(JSONMistake) {
      return (try reader.read(&document), document.mistakes)
    } catch {
      return document.isLimited ? (nil, document.mistakes) : nil
    }
  }

  private init(source: SourceText) { self.source = source }

  mutating func begin(at offset: Int, depth: Int) throws(JSONMistake) {
    nodes += 1
    let location = source.location(ofOffset: offset)
    if let mistake = DocumentReader.limitMistake(nodes: nodes, depth: depth, at: location) {
      mistakes.append(mistake)
      isLimited = true
      throw JSONMistake(mistake.message, at: offset)
    }
  }

  mutating func beginName(at offset: Int, depth: Int, after count: Int) throws(JSONMistake) {
    try begin(at: offset, depth: depth)
  }

  /// Its members, and in which line each name was first.
  struct Object {
    var members: [DocumentMember] = []
    var lines: [[UInt8]: Int] = [:]
  }

  func emptyObject() -> Object { Object() }

  mutating func add(_ value: DocumentNode, named name: String, at offset: Int, to object: inout Object) {
    let location = source.location(ofOffset: offset)
    if let line = object.lines.updateValue(location.line, forKey: Array(name.utf8)) {
      mistakes.append(DocumentReader.duplicate(name, firstLine: line, at: location))
    } else {
      object.members.append(DocumentMember(key: name, location: location, value: value))
    }
  }

  mutating func loneSurrogate(at offset: Int) {
    mistakes.append(DocumentReader.loneSurrogate(at: source.location(ofOffset: offset)))
  }

  mutating func make(_ content: JSONContent<DocumentNode, Object>, at offset: Int) -> DocumentNode {
    let made: DocumentNode.Content =
      switch content {
      case .null: .scalar(DocumentScalar(text: "null", style: .plain))
      case .bool(let value): .scalar(DocumentScalar(text: value ? "true" : "false", style: .plain))
      case .number(let text): .scalar(DocumentScalar(text: text, style: .plain))
      case .string(let text): .scalar(DocumentScalar(text: text, style: .doubleQuoted))
      case .array(let elements): .sequence(elements)
      case .object(let object): .mapping(object.members)
      }
    return DocumentNode(location: source.location(ofOffset: offset), content: made)
  }
}
