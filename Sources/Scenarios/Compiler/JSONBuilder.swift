import TextForms

/// Compiles a YAML value to compact JSON with slots for expressions. The order of keys and the notation of numbers are kept.
struct JSONBuilder {
  private(set) var pieces: [Block.Piece] = []
  private(set) var effects: Effects = []
  private var literal: [UInt8] = []

  init(_ node: DocumentNode, _ compiler: inout ScenarioCompiler, _ context: ScenarioCompiler.Context) {
    append(node, &compiler, context)
    flush()
  }

  private mutating func append(literal bytes: some Sequence<UInt8>) { literal.append(contentsOf: bytes) }

  private mutating func append(
    _ node: DocumentNode, _ compiler: inout ScenarioCompiler, _ context: ScenarioCompiler.Context
  ) {
    switch node.content {
    case .scalar(let scalar): append(scalar, node, &compiler, context)
    case .sequence(let nodes):
      append(literal: "[".utf8)
      for (index, element) in nodes.enumerated() {
        if index > 0 { append(literal: ",".utf8) }
        append(element, &compiler, context)
      }
      append(literal: "]".utf8)
    case .mapping(let members):
      append(literal: "{".utf8)
      for (index, member) in members.enumerated() {
        if index > 0 { append(literal: ",".utf8) }
        JSONString.appendQuoted(member.key, to: &literal)
        append(literal: ":".utf8)
        append(member.value, &compiler, context)
      }
      append(literal: "}".utf8)
    }
  }

  private mutating func append(
    _ scalar: DocumentScalar, _ node: DocumentNode, _ compiler: inout ScenarioCompiler,
    _ context: ScenarioCompiler.Context
  ) {
    switch scalar.meaning {
    case .null: append(literal: "null".utf8)
    case .bool(let value): append(literal: (value ? "true" : "false").utf8)
    case .number: append(literal: scalar.text.utf8)
    case .otherNumber: _ = compiler.refuseNumber(scalar, at: node.location)
    case .text:
      guard let template = compiler.template(node, context) else { return }
      append(template)
    }
  }

  private mutating func append(_ template: Template) {
    if let single = template.single {
      append(single, .json)
      return
    }
    append(literal: "\"".utf8)
    for piece in template.pieces {
      switch piece {
      case .literal(let bytes): JSONString.appendEscaped(bytes: bytes, to: &literal)
      case .expression(let expression): append(expression, .jsonText)
      }
    }
    append(literal: "\"".utf8)
  }

  private mutating func append(_ expression: Expression, _ form: OutputForm) {
    effects.formUnion(expression.effects)
    if let constant = expression.constant {
      _ = constant.append(form, to: &literal, end: .max)
    } else {
      flush()
      pieces.append(.value(expression, form))
    }
  }

  /// Turns the literal bytes collected so far into a piece.
  private mutating func flush() {
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    literal.removeAll()
  }
}
