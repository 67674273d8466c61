/// Reads a text that is JSON. Every JSON text is a YAML text, but libYAML does not read every one.
///
/// It limits a key to 1,024 characters, for example. What is not JSON is left to libYAML, with all that it says.
/// <https://www.rfc-editor.org/rfc/rfc8259>, <https://yaml.org/spec/1.2.2/#12-yaml-history>
struct JSONDocument {
  private let source: SourceText
  private var position: Int
  private var nodes = 0
  private var mistakes: [Mistake] = []

  private enum Stop: Error {
    case notJSON
    /// A limit was met, and said among the mistakes.
    case limit
  }

  /// - Returns: nil if the text is not JSON; a root that is nil after a mistake that leaves nothing to go on with.
  static func read(_ source: SourceText) -> (root: DocumentNode?, mistakes: [Mistake])? {
    var reader = JSONDocument(source: source)
    do throws(Stop) {
      let root = try reader.value(depth: 1)
      reader.skipSpace()
      return reader.position == source.bytes.count ? (root, reader.mistakes) : nil
    } catch {
      return error == .limit ? (nil, reader.mistakes) : nil
    }
  }

  private init(source: SourceText) {
    self.source = source
    position = source.range(ofLine: 1)?.lowerBound ?? 0
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(Stop) -> DocumentNode {
    skipSpace()
    let start = position
    let location = try place(of: start, depth: depth)
    let content: DocumentNode.Content
    switch next {
    case UInt8(ascii: "{"): content = .mapping(try members(depth: depth))
    case UInt8(ascii: "["): content = .sequence(try elements(depth: depth))
    case UInt8(ascii: "\""): content = .scalar(DocumentScalar(text: try string(), style: .doubleQuoted))
    default: content = .scalar(DocumentScalar(text: try word(), style: .plain))
    }
    return DocumentNode(location: location, content: content)
  }

  /// Counts a node, and says where it is.
  private mutating func place(of offset: Int, depth: Int) throws(Stop) -> SourceLocation {
    let location = source.location(ofOffset: offset)
    nodes += 1
    if let mistake = DocumentReader.limitMistake(nodes: nodes, depth: depth, at: location) {
      mistakes.append(mistake)
      throw .limit
    }
    return location
  }

  private mutating func elements(depth: Int) throws(Stop) -> [DocumentNode] {
    position += 1
    var elements: [DocumentNode] = []
    if skip(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw .notJSON }
    return elements
  }

  private mutating func members(depth: Int) throws(Stop) -> [DocumentMember] {
    position += 1
    var members: [DocumentMember] = []
    var lines: [[UInt8]: Int] = [:]
    if skip(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw .notJSON }
      let location = try place(of: position, depth: depth + 1)
      let key = try string()
      guard skip(UInt8(ascii: ":")) else { throw .notJSON }
      let value = try value(depth: depth + 1)
      if let line = lines.updateValue(location.line, forKey: Array(key.utf8)) {
        mistakes.append(DocumentReader.duplicate(key, firstLine: line, at: location))
      } else {
        members.append(DocumentMember(key: key, location: location, value: value))
      }
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw .notJSON }
    return members
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() throws(Stop) -> String {
    let rest = source.bytes[position...]
    let end = rest.firstIndex { !Character(UnicodeScalar($0)).isASCIIWord } ?? rest.endIndex
    let text = String(decoding: source.bytes[position..<end], as: UTF8.self)
    guard ["true", "false", "null"].contains(text) || DocumentScalar.isJSONNumber(text.utf8) else {
      throw .notJSON
    }
    position = end
    return text
  }

  // MARK: Strings

  private mutating func string() throws(Stop) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case 0..<0x20: throw .notJSON
      case UInt8(ascii: "\\"): content += String(Character(try escaped())).utf8
      default: content.append(byte)
      }
    }
    throw .notJSON
  }

  private mutating func escaped() throws(Stop) -> Unicode.Scalar {
    let start = position - 1
    guard let byte = next else { throw .notJSON }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw .notJSON
    }
    guard let first = codeUnit() else { throw .notJSON }
    if let scalar = Unicode.Scalar(first) { return scalar }
    let before = position
    if first < 0xDC00, source.bytes[position...].starts(with: #"\u"#.utf8) {
      position += 2
      guard let second = codeUnit() else { throw .notJSON }
      if (0xDC00...0xDFFF).contains(second) {
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
      }
      position = before
    }
    mistakes.append(DocumentReader.loneSurrogate(at: source.location(ofOffset: start)))
    return "\u{FFFD}"
  }

  private mutating func codeUnit() -> UInt32? {
    let value = YAMLInput.hexadecimal(source.bytes[position...].prefix(4), digits: 4)
    if value != nil { position += 4 }
    return value
  }

  // MARK: Bytes

  private var next: UInt8? { position < source.bytes.count ? source.bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }
}

extension Character {
  /// Whether it may stand in a number, `true`, `false` or `null`.
  fileprivate var isASCIIWord: Bool {
    isASCII && (isLetter || isNumber) || self == "-" || self == "+" || self == "."
  }
}
