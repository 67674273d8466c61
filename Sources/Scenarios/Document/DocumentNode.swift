/// A node of a scenario's document, with its location. The keys of a mapping are texts, in the order in which they are written.
struct DocumentNode: Sendable {
  enum Content: Sendable {
    case scalar(DocumentScalar)
    case sequence([DocumentNode])
    case mapping([DocumentMember])
  }

  var location: SourceLocation
  var content: Content

  var scalar: DocumentScalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// Whether the node is an empty value, as after `open:` at the end of a line.
  var isEmpty: Bool {
    if case .scalar(let scalar) = content { scalar.style == .plain && scalar.text.isEmpty } else { false }
  }

  /// A description of the node, for a sentence such as "expected text, got a list".
  var kind: String {
    switch content {
    case .scalar where isEmpty: "nothing"
    case .scalar(let scalar): "'\(Mistake.shortened(scalar.text))'" + LookAlike.hint(in: scalar.text)
    case .sequence: "a list"
    case .mapping(let members): "a mapping" + LookAlike.hint(in: String((members.first?.key ?? "").prefix(1)))
    }
  }
}

struct DocumentMember: Sendable {
  var key: String
  var location: SourceLocation
  var value: DocumentNode
}
