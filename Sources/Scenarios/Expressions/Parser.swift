/// Turns tokens into nodes: names into slots, constant parts into their values.
///
/// A syntax error ends the parse; unknown names and wrong arguments are collected in `faults`.
struct Parser {
  private static let deepest = 64
  private static let deepestTree = 256

  private let tokens: [Token]
  private var position = 0
  private var nesting = 0
  private let scope: Scope
  private(set) var faults: [Fault] = []

  init(tokens: [Token], scope: Scope) {
    self.tokens = tokens
    self.scope = scope
  }

  mutating func parse() throws(Fault) -> any Node {
    if token.kind == .end { throw Fault(offset: token.offset, message: "an expression is missing here") }
    let node = try expression()
    guard token.kind == .end else { throw unexpected("the end of the expression or an operator") }
    return node
  }

  private var token: Token {
    position < tokens.count ? tokens[position] : Token(kind: .end, offset: tokens.last?.offset ?? 0)
  }

  private mutating func skip(_ mark: String) -> Bool {
    guard token.kind == .mark(mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: String, toClose opener: String, at offset: Int) throws(Fault) {
    if skip(mark) { return }
    if token.kind == .end {
      throw Fault(offset: offset, message: "'\(opener)' is not closed; add '\(mark)'")
    }
    throw unexpected("'\(mark)' or an operator")
  }

  private func unexpected(_ wanted: String) -> Fault {
    let found =
      switch token.kind {
      case .number(let value): "the number \(value.text)"
      case .text: "a text"
      case .name(let name): "the name '\(name)'"
      case .mark(let mark): "'\(mark)'"
      case .end: "the end of the expression"
      }
    return Fault(offset: token.offset, message: "expected \(wanted), found \(found)")
  }

  /// Works a node out at once if everything in it is known, and refuses what has become too deep.
  private func fold(_ node: any Node, _ parts: [any Node], at offset: Int) throws(Fault) -> any Node {
    if node.depth > Self.deepestTree {
      throw Fault(
        offset: offset,
        message: "the expression has more than \(Self.deepestTree) parts in a row; divide it by a 'set' step")
    }
    guard node.effects.isEmpty, parts.allSatisfy({ $0 is Literal }) else { return node }
    var evaluation = Evaluation(layout: Layout(), request: PlanRequest())
    guard let value = try? node.evaluate(&evaluation), Self.isSmall(value) else { return node }
    return Literal(value)
  }

  /// Whether a value may be kept ready in all its forms.
  private static func isSmall(_ value: Value) -> Bool {
    var bytes: [UInt8] = []
    return value.append(.json, to: &bytes, end: 16_384)
  }

  private mutating func expression() throws(Fault) -> any Node {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else {
      throw Fault(
        offset: token.offset,
        message: "the expression is nested deeper than \(Self.deepest); divide it by a 'set' step")
    }
    let offset = token.offset
    let condition = try operation(above: 0)
    guard skip("?") else { return condition }
    let then = try expression()
    guard skip(":") else { throw unexpected("':' of the conditional '?'") }
    let otherwise = try expression()
    return try fold(
      Conditional(condition, then: then, otherwise: otherwise), [condition, then, otherwise], at: offset)
  }

  private static func precedence(_ mark: String) -> Int? {
    switch mark {
    case "??": 1
    case "||": 2
    case "&&": 3
    case "==", "!=", "===", "!==": 4
    case "<", "<=", ">", ">=": 5
    case "+", "-": 6
    case "*", "/", "%": 7
    default: nil
    }
  }

  private mutating func operation(above limit: Int) throws(Fault) -> any Node {
    var left = try unary()
    while case .mark(let mark) = token.kind, let precedence = Self.precedence(mark), precedence > limit {
      let offset = token.offset
      position += 1
      let right = try operation(above: precedence)
      left = try fold(Self.binary(mark, left, right), [left, right], at: offset)
    }
    return left
  }

  private static func binary(_ mark: String, _ left: any Node, _ right: any Node) -> any Node {
    switch mark {
    case "??": Logic(.orIfNull, left, right)
    case "||": Logic(.or, left, right)
    case "&&": Logic(.and, left, right)
    case "==", "===": Comparison(.equal, left, right)
    case "!=", "!==": Comparison(.notEqual, left, right)
    case "<": Comparison(.less, left, right)
    case "<=": Comparison(.lessOrEqual, left, right)
    case ">": Comparison(.greater, left, right)
    case ">=": Comparison(.greaterOrEqual, left, right)
    case "+": Arithmetic(.add, left, right)
    case "-": Arithmetic(.subtract, left, right)
    case "*": Arithmetic(.multiply, left, right)
    case "/": Arithmetic(.divide, left, right)
    default: Arithmetic(.remainder, left, right)
    }
  }

  private mutating func unary() throws(Fault) -> any Node {
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

  private func apply(_ operations: [(Unary.Operation, Int)], to operand: any Node) throws(Fault) -> any Node {
    var node = operand
    for (operation, offset) in operations.reversed() {
      node = try fold(Unary(operation, node), [node], at: offset)
    }
    return node
  }

  private mutating func postfix() throws(Fault) -> any Node {
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
          node = try fold(Subscript(of: node, at: index), [node, index], at: offset)
        }
      case "(":
        throw Fault(offset: offset, message: "only functions of the library can be called, by their name")
      default: return node
      }
    }
    return node
  }

  private mutating func member(of node: any Node, named name: String, at offset: Int) throws(Fault)
    -> any Node
  {
    guard let reference = node as? NameReference,
      let part = Scope.Lookup.Part(rawValue: reference.name.rawValue)
    else {
      return try fold(Member(of: node, named: name), [node], at: offset)
    }
    if part == .params, let parameters = scope.parameters, !parameters.contains(name) {
      let known =
        parameters.isEmpty
        ? "the scenario's path has none" : "the path has \(parameters.joined(separator: ", "))"
      fault(
        "unknown path parameter '\(name)'", Suggestion.nearest(to: name, among: parameters), known, at: offset
      )
    }
    let lookup = Scope.Lookup(part: part, name: part == .headers ? name.lowercased() : name)
    return RequestMember(lookup, place: scope.declareLookup(lookup))
  }

  private mutating func fault(_ message: String, _ suggestion: String?, _ otherwise: String, at offset: Int) {
    let end = suggestion.map { "did you mean '\($0)'?" } ?? otherwise
    faults.append(Fault(offset: offset, message: "\(message); \(end)"))
  }

  private mutating func primary() throws(Fault) -> any Node {
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

  private mutating func array(at offset: Int) throws(Fault) -> any Node {
    var elements: [any Node] = []
    while token.kind != .mark("]") {
      elements.append(try expression())
      if !skip(",") { break }
    }
    try expect("]", toClose: "[", at: offset)
    return try fold(ArrayLiteral(elements), elements, at: offset)
  }

  private mutating func object(at offset: Int) throws(Fault) -> any Node {
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
        guard skip(":") else { throw unexpected("':' behind the name of a member") }
        let name =
          if case .text(let text) = key.kind { text } else if case .number(let number) = key.kind {
            number.text
          } else { "" }
        members.append((name, try expression()))
      default:
        position -= 1
        if token.kind == .end { throw Fault(offset: offset, message: "'{' is not closed; add '}'") }
        throw unexpected("the name of a member")
      }
      if !skip(",") { break }
    }
    try expect("}", toClose: "{", at: offset)
    return try fold(ObjectLiteral(members), members.map(\.value), at: offset)
  }

  private mutating func named(_ name: String, at offset: Int) throws(Fault) -> any Node {
    if token.kind == .mark("(") { return try call(name, at: offset, receiver: nil) }
    switch name {
    case "true": return Literal(.bool(true))
    case "false": return Literal(.bool(false))
    case "null", "undefined": return Literal(.null)
    default: break
    }
    switch scope[name] {
    case .slot(let slot): return Slot(slot)
    case .slotPlusOne(let slot): return SlotPlusOne(slot)
    case .constant(let value): return Literal(value)
    case nil: break
    }
    if let builtIn = BuiltInName(rawValue: name) { return NameReference(builtIn) }
    if ExpressionLibrary.namespaces.contains(name), token.kind == .mark("."), position + 2 < tokens.count,
      case .name(let member) = tokens[position + 1].kind, tokens[position + 2].kind == .mark("(")
    {
      position += 2
      return try call("\(name).\(member)", at: offset, receiver: nil)
    }
    unknown(name, at: offset)
    return Unknown()
  }

  private mutating func unknown(_ name: String, at offset: Int) {
    if name == "index" || name == "number" {
      return faults.append(
        Fault(
          offset: offset,
          message:
            "'\(name)' is known only inside 'repeat' or 'each'; use 'counter' for the number of the event"))
    }
    if ExpressionLibrary.entry(name) != nil {
      return faults.append(
        Fault(
          offset: offset,
          message: "'\(name)' is a function; write \(ExpressionLibrary.entry(name)?.signature ?? name)"))
    }
    let names = scope.names + BuiltInName.allCases.map(\.rawValue)
    let declared =
      scope.names.isEmpty
      ? "text is written in quotation marks: '\(name)'"
      : "declared here: \(scope.names.joined(separator: ", "))"
    fault("unknown name '\(name)'", Suggestion.nearest(to: name, among: names), declared, at: offset)
  }

  private mutating func call(_ name: String, at offset: Int, receiver: (any Node)?) throws(Fault) -> any Node
  {
    let opening = token.offset
    position += 1
    var arguments = receiver.map { [$0] } ?? []
    var places = receiver.map { _ in [offset] } ?? []
    while token.kind != .mark(")") {
      places.append(token.offset)
      arguments.append(try expression())
      if !skip(",") { break }
    }
    try expect(")", toClose: "(", at: opening)
    if receiver == nil, arguments.isEmpty,
      let builtIn = BuiltInName(rawValue: name == "Date.now" ? "nowMs" : name)
    {
      return NameReference(builtIn)
    }
    let entry = receiver == nil ? ExpressionLibrary.entry(name) : ExpressionLibrary.method(name)
    guard let entry else {
      unknownFunction(name, isMethod: receiver != nil, at: offset)
      return Unknown()
    }
    check(arguments, of: entry, at: offset, places: places, receiver: receiver != nil)
    let state = if case .stateful = entry.implementation { scope.declareState() } else { 0 }
    return try fold(Call(entry, arguments, state: state), arguments, at: offset)
  }

  private mutating func unknownFunction(_ name: String, isMethod: Bool, at offset: Int) {
    if BuiltInName(rawValue: name) != nil {
      return faults.append(Fault(offset: offset, message: "'\(name)' takes no arguments; write \(name)"))
    }
    if scope[name] != nil, !isMethod {
      return faults.append(
        Fault(offset: offset, message: "'\(name)' is a variable, not a function; take the parentheses away"))
    }
    let names = isMethod ? ExpressionLibrary.methodNames : ExpressionLibrary.functionNames
    fault(
      "unknown \(isMethod ? "method" : "function") '\(name)'", Suggestion.nearest(to: name, among: names),
      "docs/expressions.md lists those there are", at: offset)
  }

  private mutating func check(
    _ arguments: [any Node], of entry: LibraryEntry, at offset: Int, places: [Int], receiver: Bool
  ) {
    if arguments.count < entry.required || arguments.count > entry.most {
      let count = arguments.count
      let wanted =
        entry.required == entry.most
        ? "\(entry.required)"
        : entry.most == .max ? "at least \(entry.required)" : "\(entry.required) to \(entry.most)"
      faults.append(
        Fault(
          offset: offset,
          message:
            "\(entry.signature) takes \(wanted) argument\(wanted == "1" || wanted == "at least 1" ? "" : "s"), got \(count)"
        ))
      return
    }
    for (index, (argument, place)) in zip(arguments, places).enumerated() {
      guard let value = argument.constant, let parameter = entry.parameter(at: index),
        !parameter.kind.accepts(value)
      else { continue }
      var json: [UInt8] = []
      _ = value.append(.json, to: &json, end: 60)
      let shown = json.count > 60 ? value.kind : String(decoding: json, as: UTF8.self)
      faults.append(
        Fault(
          offset: place,
          message:
            "'\(parameter.name)' of \(entry.signature) must be \(parameter.kind.description), got \(shown)"))
    }
  }
}
