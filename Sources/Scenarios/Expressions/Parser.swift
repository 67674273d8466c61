import TextForms

/// Turns tokens into nodes, resolves names to slots, and evaluates constant parts.
///
/// A syntax error ends parsing. Unknown names and wrong arguments do not; they are collected in `mistakes`.
struct Parser {
  private static let deepest = 64
  private static let deepestTree = 256

  let tokens: [Token]
  var position = 0
  private var nesting = 0
  let scope: Scope
  var mistakes: [ExpressionMistake] = []

  init(tokens: [Token], scope: Scope) {
    self.tokens = tokens
    self.scope = scope
  }

  mutating func parse() throws(ExpressionMistake) -> any Node {
    if token.kind == .end {
      throw ExpressionMistake(offset: token.offset, message: "an expression is missing here")
    }
    let node = try expression()
    guard token.kind == .end else { throw unexpected("the end of the expression or an operator") }
    return node
  }

  var token: Token {
    position < tokens.count ? tokens[position] : Token(kind: .end, offset: tokens.last?.offset ?? 0)
  }

  mutating func skip(_ mark: String) -> Bool {
    guard token.kind == .mark(mark) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ mark: String, toClose opener: String, at offset: Int) throws(ExpressionMistake) {
    if skip(mark) { return }
    if token.kind == .end {
      throw ExpressionMistake(offset: offset, message: "'\(opener)' is not closed; add '\(mark)'")
    }
    throw unexpected("'\(mark)' or an operator")
  }

  private func unexpected(_ wanted: String) -> ExpressionMistake {
    let found =
      switch token.kind {
      case .number(let value): "the number \(value.text)"
      case .text: "a text"
      case .name(let name): "the name '\(name)'"
      case .mark(let mark): "'\(mark)'"
      case .end: "the end of the expression"
      }
    return ExpressionMistake(offset: token.offset, message: "expected \(wanted), found \(found)")
  }

  /// Replaces a node by its value if all its parts are literals and the value is small. Throws if the tree is too deep or evaluation fails.
  func fold(_ node: any Node, at offset: Int) throws(ExpressionMistake) -> any Node {
    let extent = node.extent
    if extent.depth > Self.deepestTree {
      throw ExpressionMistake(
        offset: offset,
        message: "the expression has more than \(Self.deepestTree) parts in a row; divide it by a 'set' step")
    }
    guard extent.effects.isEmpty, extent.hasOnlyLiterals, scope.foldingLeft > 0 else { return node }
    var evaluation = Evaluation(layout: Layout(), request: PlanRequest())
    defer { scope.foldingLeft -= evaluation.spent }
    do throws(EvaluationError) {
      let value = try node.evaluate(&evaluation)
      return Self.isSmall(value) ? Literal(value) : node
    } catch {
      throw ExpressionMistake(offset: offset, message: error.description)
    }
  }

  /// Whether a value is small enough for a `Literal`, which stores it in all output forms.
  private static func isSmall(_ value: Value) -> Bool {
    var bytes: [UInt8] = []
    return value.append(.json, to: &bytes, end: 16_384)
  }

  mutating func expression() throws(ExpressionMistake) -> any Node {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else {
      throw ExpressionMistake(
        offset: token.offset,
        message: "the expression is nested deeper than \(Self.deepest); divide it by a 'set' step")
    }
    let offset = token.offset
    let condition = try operation(above: 0)
    guard skip("?") else { return condition }
    let then = try expression()
    guard skip(":") else { throw unexpected("':' of the conditional '?'") }
    let otherwise = try expression()
    return try fold(Conditional(condition, then: then, otherwise: otherwise), at: offset)
  }

  private static let operators: [String: (precedence: Int, operation: Binary.Operation)] = [
    "??": (1, .logic(.orIfNull)),
    "||": (2, .logic(.or)),
    "&&": (3, .logic(.and)),
    "==": (4, .comparison(.equal)),
    "===": (4, .comparison(.equal)),
    "!=": (4, .comparison(.notEqual)),
    "!==": (4, .comparison(.notEqual)),
    "<": (5, .comparison(.less)),
    "<=": (5, .comparison(.lessOrEqual)),
    ">": (5, .comparison(.greater)),
    ">=": (5, .comparison(.greaterOrEqual)),
    "+": (6, .arithmetic(.add)),
    "-": (6, .arithmetic(.subtract)),
    "*": (7, .arithmetic(.multiply)),
    "/": (7, .arithmetic(.divide)),
    "%": (7, .arithmetic(.remainder)),
  ]

  private mutating func operation(above limit: Int) throws(ExpressionMistake) -> any Node {
    var left = try unary()
    while case .mark(let mark) = token.kind, let known = Self.operators[mark], known.precedence > limit {
      let offset = token.offset
      position += 1
      let right = try operation(above: known.precedence)
      left = try fold(Binary(known.operation, left, right), at: offset)
    }
    return left
  }

  private mutating func unary() throws(ExpressionMistake) -> any Node {
    var operations: [(Unary.Operation, Int)] = []
    while case .mark(let mark) = token.kind {
      switch mark {
      case "!": operations.append((.not, token.offset))
      case "-": operations.append((.negate, token.offset))
      case "+": operations.append((.number, token.offset))
      default:
        return try apply(operations, to: try postfix())
      }
      position += 1
    }
    return try apply(operations, to: try postfix())
  }

  private func apply(_ operations: [(Unary.Operation, Int)], to operand: any Node) throws(ExpressionMistake)
    -> any Node
  {
    var node = operand
    for (operation, offset) in operations.reversed() {
      node = try fold(Unary(operation, node), at: offset)
    }
    return node
  }

  private mutating func postfix() throws(ExpressionMistake) -> any Node {
    var node = try primary()
    while case .mark(let mark) = token.kind {
      let offset = token.offset
      switch mark {
      case ".", "?.":
        position += 1
        if mark == "?.", token.kind == .mark("[") { continue }
        guard case .name(let name) = token.kind else { throw unexpected("the name of a member") }
        let place = token.offset
        position += 1
        if token.kind == .mark("(") {
          node = try call(name, at: place, receiver: node)
        } else {
          node = try member(of: node, named: name, at: place)
        }
      case "[":
        position += 1
        let place = token.offset
        let index = try expression()
        try expect("]", toClose: "[", at: offset)
        if case .string(let name) = index.constant {
          node = try member(of: node, named: name, at: place)
        } else {
          node = try fold(Subscript(of: node, at: index), at: offset)
        }
      case "(":
        throw ExpressionMistake(
          offset: offset, message: "only functions of the library can be called, by their name")
      default: return node
      }
    }
    return node
  }

  private mutating func member(of node: any Node, named name: String, at offset: Int)
    throws(ExpressionMistake)
    -> any Node
  {
    guard let reference = node as? NameReference,
      let part = Scope.Lookup.Part(rawValue: reference.name.rawValue)
    else {
      return try fold(Member(of: node, named: name), at: offset)
    }
    if part == .params, let parameters = scope.parameters, !parameters.contains(name) {
      let known =
        parameters.isEmpty
        ? "the scenario's path has none" : "the path has \(parameters.joined(separator: ", "))"
      let near = scope.takeSuggestion() ? NearestNames.nearest(to: name, among: parameters) : nil
      report("unknown path parameter '\(Mistake.shortened(name))'", near, known, at: offset)
    }
    scope.note(reference.name.reads)
    let lookup = Scope.Lookup(part: part, name: part == .headers ? name.lowercased() : name)
    return RequestMember(lookup, place: scope.declareLookup(lookup))
  }

  mutating func report(_ message: String, at offset: Int) {
    mistakes.append(ExpressionMistake(offset: offset, message: message))
  }

  mutating func report(_ message: String, _ suggestion: String?, _ otherwise: String, at offset: Int) {
    let end = suggestion.map { "did you mean '\($0)'?" } ?? otherwise
    report("\(message); \(end)", at: offset)
  }

  private mutating func primary() throws(ExpressionMistake) -> any Node {
    let start = token
    position += 1
    switch start.kind {
    case .number(let value): return Literal(value)
    case .text(let text): return Literal(.string(text))
    case .name(let name): return try named(name, at: start.offset)
    case .mark("("):
      let node = try expression()
      try expect(")", toClose: "(", at: start.offset)
      return node
    case .mark("["): return try array(at: start.offset)
    case .mark("{"): return try object(at: start.offset)
    default:
      position -= 1
      throw unexpected("a value")
    }
  }

  private mutating func array(at offset: Int) throws(ExpressionMistake) -> any Node {
    var elements: [any Node] = []
    while token.kind != .mark("]") {
      elements.append(try expression())
      if !skip(",") { break }
    }
    try expect("]", toClose: "[", at: offset)
    return try fold(ArrayLiteral(elements), at: offset)
  }

  private mutating func object(at offset: Int) throws(ExpressionMistake) -> any Node {
    var members: [(name: String, value: any Node)] = []
    while token.kind != .mark("}") {
      let key = token
      position += 1
      switch key.kind {
      case .name(let name):
        if skip(":") {
          members.append((name, try expression()))
        } else {
          members.append((name, try named(name, at: key.offset)))
        }
      case .text, .number:
        guard skip(":") else { throw unexpected("':' after the name of a member") }
        let name =
          if case .text(let text) = key.kind { text } else if case .number(let number) = key.kind {
            number.text
          } else { "" }
        members.append((name, try expression()))
      default:
        position -= 1
        if token.kind == .end {
          throw ExpressionMistake(offset: offset, message: "'{' is not closed; add '}'")
        }
        throw unexpected("the name of a member")
      }
      if !skip(",") { break }
    }
    try expect("}", toClose: "{", at: offset)
    return try fold(ObjectLiteral(members), at: offset)
  }
}
