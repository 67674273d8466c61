import TextForms

/// Resolves names and calls, and reports unknown ones.
extension Parser {
  mutating func named(_ name: String, at offset: Int) throws(ExpressionMistake) -> any Node {
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
    if let builtIn = BuiltInName(rawValue: name) { return reference(to: builtIn, at: offset) }
    if ExpressionLibrary.namespaces.contains(name), token.kind == .mark("."), position + 2 < tokens.count,
      case .name(let member) = tokens[position + 1].kind, tokens[position + 2].kind == .mark("(")
    {
      position += 2
      return try call("\(name).\(member)", at: offset, receiver: nil)
    }
    unknown(name, at: offset)
    return Unknown()
  }

  private mutating func reference(to name: BuiltInName, at offset: Int) -> any Node {
    if scope.isShared, name.isOfRequest {
      report(
        "'\(name)' belongs to one request, and a shared timeline is rendered once for all clients; use it under 'response', 'request' or 'attempts', or leave out 'timeline'",
        at: offset)
    }
    scope.note(name.reads)
    return NameReference(name)
  }

  private mutating func unknown(_ name: String, at offset: Int) {
    if name == "index" || name == "number" {
      return report(
        "'\(name)' is known only inside 'repeat' or 'each'; use 'counter' for the number of the event",
        at: offset)
    }
    if let entry = ExpressionLibrary.functions[name] {
      return report("'\(name)' is a function; write \(entry.signature)", at: offset)
    }
    let shown = Mistake.shortened(name)
    guard scope.takeSuggestion() else { return report("unknown name '\(shown)'", at: offset) }
    let names = scope.names
    let declared =
      names.isEmpty
      ? "text is written in quotation marks: '\(shown)'"
      : "declared here: \(names.prefix(20).joined(separator: ", "))" + (names.count > 20 ? ", …" : "")
    let near = NearestNames.nearest(to: name, among: names + BuiltInName.allCases.map(\.rawValue))
    report("unknown name '\(shown)'", near, declared, at: offset)
  }

  mutating func call(_ name: String, at offset: Int, receiver: (any Node)?) throws(ExpressionMistake)
    -> any Node
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
      return reference(to: builtIn, at: offset)
    }
    let entry = (receiver == nil ? ExpressionLibrary.functions : ExpressionLibrary.methods)[name]
    guard let entry else {
      unknownFunction(name, isMethod: receiver != nil, at: offset)
      return Unknown()
    }
    check(arguments, of: entry, at: offset, places: places, receiver: receiver != nil)
    let state = if case .stateful = entry.implementation { scope.declareState() } else { 0 }
    return try fold(Call(entry, arguments, state: state), at: offset)
  }

  private mutating func unknownFunction(_ name: String, isMethod: Bool, at offset: Int) {
    if BuiltInName(rawValue: name) != nil {
      return report("'\(name)' takes no arguments; write \(name)", at: offset)
    }
    if scope[name] != nil, !isMethod {
      return report("'\(name)' is a variable, not a function; take the parentheses away", at: offset)
    }
    let names = isMethod ? ExpressionLibrary.methodNames : ExpressionLibrary.functionNames
    let near = scope.takeSuggestion() ? NearestNames.nearest(to: name, among: names) : nil
    report(
      "unknown \(isMethod ? "method" : "function") '\(Mistake.shortened(name))'", near,
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
      return report(
        "\(entry.signature) takes \(wanted) argument\(wanted == "1" || wanted == "at least 1" ? "" : "s"), got \(count)",
        at: offset)
    }
    for (index, (argument, place)) in zip(arguments, places).enumerated() {
      guard let value = argument.constant, let parameter = entry.parameter(at: index),
        !parameter.kind.accepts(value)
      else { continue }
      var json: [UInt8] = []
      _ = value.append(.json, to: &json, end: 60)
      let shown = json.count > 60 ? value.kind : String(decoding: json, as: UTF8.self)
      report(
        "'\(parameter.name)' of \(entry.signature) must be \(parameter.kind.description), got \(shown)",
        at: place)
    }
  }
}
