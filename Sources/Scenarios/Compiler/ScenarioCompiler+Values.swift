import TextForms

/// Reads the values of keys by their types. The result is nil or empty if the key is missing or the value is wrong; the latter is reported.
extension ScenarioCompiler {
  /// Returns the members of a mapping. Any other value is reported and has no members.
  mutating func members(_ member: DocumentMember?, _ type: KeyType) -> [DocumentMember] {
    guard let member else { return [] }
    if case .mapping(let members) = member.value.content { return members }
    report(member, mustBe: type.expectation)
    return []
  }

  /// Returns the elements of a list, each with the key of the list. Any other value is reported and has no elements.
  mutating func elements(_ member: DocumentMember?, mustBe expectation: String) -> [DocumentMember] {
    guard let member else { return [] }
    if case .sequence(let nodes) = member.value.content {
      return nodes.map { DocumentMember(key: member.key, location: $0.location, value: $0) }
    }
    report(member, mustBe: expectation)
    return []
  }

  /// Returns the texts of a list, within the limits of the key's definition; nil if there are too many.
  ///
  /// - Parameter expectation: the text after "must be" in the mistake that is reported if the value is not a list.
  mutating func texts(_ member: DocumentMember, at place: KeyPlace, mustBe expectation: String) -> [String]? {
    let texts = elements(member, mustBe: expectation)
    let limit = place.key(member.key)?.type.countLimit ?? 0
    guard texts.count <= limit else {
      report("'\(member.key)' may have at most \(limit) texts", at: member.location)
      return nil
    }
    return texts.compactMap { text($0, at: place) }
  }

  /// Returns the text of a scalar, within the limit of the key's definition. Unquoted numbers, booleans and nulls are read as text.
  mutating func text(_ member: DocumentMember?, at place: KeyPlace) -> String? {
    guard let member else { return nil }
    return text(member, limit: place.key(member.key)?.type.limit ?? 0)
  }

  mutating func text(_ member: DocumentMember?, limit: Int) -> String? {
    guard let member else { return nil }
    guard let scalar = member.value.scalar else {
      report(member, mustBe: "text")
      return nil
    }
    guard scalar.text.utf8.count <= limit else {
      report(
        "'\(member.key)' may have at most \(limit) bytes, has \(scalar.text.utf8.count)",
        at: member.value.location)
      return nil
    }
    return scalar.text
  }

  mutating func names(_ member: DocumentMember?) -> [String] {
    elements(member, mustBe: KeyType.names.expectation).compactMap { element in
      if let scalar = element.value.scalar, isName(scalar) { return scalar.text }
      report(
        "a name in '\(element.key)' has \(ScenarioName.rule), got \(element.value.kind)",
        at: element.location)
      return nil
    }
  }

  /// Whether a scalar is a name. Words that YAML does not read as text, such as `true`, must be quoted.
  private func isName(_ scalar: DocumentScalar) -> Bool {
    (scalar.meaning == .text || scalar.meaning == .number) && ScenarioName.isValid(scalar.text)
  }

  mutating func name(_ member: DocumentMember?) -> String? {
    guard let member else { return nil }
    if let scalar = member.value.scalar, isName(scalar) { return scalar.text }
    report(member, mustBe: KeyType.name.expectation)
    return nil
  }

  /// Returns the words of a list. The key's definition gives the allowed words.
  mutating func words(_ member: DocumentMember?, at place: KeyPlace) -> [String] {
    guard let member, let type = place.key(member.key)?.type else { return [] }
    return elements(member, mustBe: type.expectation).compactMap { word($0, .word(type.words)) }
  }

  mutating func integers(_ member: DocumentMember?, at place: KeyPlace) -> [Int] {
    guard let member, let type = place.key(member.key)?.type, let range = type.elementRange else { return [] }
    return elements(member, mustBe: type.expectation).compactMap { integer($0, range) }
  }

  /// Returns whether a key is on. If the key is missing or its value is wrong, returns its default.
  mutating func toggle(_ key: String, of fields: CheckedMapping) -> Bool {
    toggle(fields[key]) ?? (fields.place.key(key)?.defaultValue == "on")
  }

  mutating func toggle(_ member: DocumentMember?) -> Bool? {
    guard let member else { return nil }
    if let scalar = member.value.scalar {
      if case .bool(let value) = scalar.meaning { return value }
      if scalar.text == "on" { return true }
      if scalar.text == "off" { return false }
    }
    report(member, mustBe: KeyType.toggle.expectation)
    return nil
  }

  /// Returns a whole number in the range of the key's definition. If the key is missing or its value is wrong, returns its default.
  mutating func integer(_ key: String, of fields: CheckedMapping) -> Int {
    integer(fields[key], at: fields.place) ?? fields.place.defaultNumber(of: key)
  }

  /// Returns a whole number in the range of the key's definition.
  mutating func integer(_ member: DocumentMember?, at place: KeyPlace) -> Int? {
    guard let member, let type = place.key(member.key)?.type, let range = type.range else { return nil }
    return integer(member, range, expectation: type.expectation)
  }

  /// Returns a whole number in a range. If the key allows other values too, `expectation` describes all of them.
  mutating func integer(
    _ member: DocumentMember, _ range: ClosedRange<Int>, expectation: String? = nil
  ) -> Int? {
    if let scalar = member.value.scalar, scalar.meaning == .number, let number = Int(scalar.text),
      range.contains(number)
    {
      return number
    }
    report(member, mustBe: expectation ?? KeyType.integer(range).expectation)
    return nil
  }

  /// Returns one of the words that the key's definition allows.
  mutating func word(_ member: DocumentMember?, at place: KeyPlace) -> String? {
    guard let member, let type = place.key(member.key)?.type else { return nil }
    return word(member, type)
  }

  private mutating func word(_ member: DocumentMember, _ type: KeyType) -> String? {
    let words = type.words
    if let scalar = member.value.scalar {
      if words.contains(scalar.text) { return scalar.text }
      if let near = nearest(to: scalar.text, among: words) {
        report(
          "'\(member.key)' must be \(KeyType.word(words).expectation), got \(member.value.kind); did you mean '\(near)'?",
          at: member.value.location)
        return nil
      }
    }
    report(member, mustBe: type.expectation)
    return nil
  }

  /// Returns a duration in nanoseconds.
  mutating func duration(_ member: DocumentMember?) -> UInt64? {
    guard let member else { return nil }
    if let scalar = member.value.scalar, let time = DurationText.nanoseconds(scalar.text) { return time }
    report(member, mustBe: durationExpectation(member))
    return nil
  }

  mutating func delay(_ member: DocumentMember?, _ context: Context) -> Delay? {
    guard let member else { return nil }
    guard let scalar = member.value.scalar, !member.value.isEmpty else {
      report(member, mustBe: KeyType.delay.expectation)
      return nil
    }
    if let delay = Delay.parse(scalar.text) { return delay }
    guard scalar.text.contains("${") else {
      report(member, mustBe: durationExpectation(member))
      return nil
    }
    guard let template = template(member.value, context) else { return nil }
    guard let constant = template.constant else { return .template(template) }
    if let delay = Delay.parse(constant) { return delay }
    report(
      "'\(member.key)' must be \(KeyType.duration.expectation), got '\(Mistake.shortened(constant))'",
      at: member.value.location)
    return nil
  }

  private func durationExpectation(_ member: DocumentMember) -> String {
    let text = member.value.scalar?.text ?? ""
    if text.contains("..") { return "a range such as 200ms..2s, the shorter duration first" }
    if let amount = Double(text), amount >= 0 {
      return "a duration with its unit, such as \(text)ms or \(text)s"
    }
    return KeyType.duration.expectation + ", 1.5s, 2m or 1h, of at most 24h"
  }

  mutating func variableName(_ member: DocumentMember?) -> String? {
    guard let member else { return nil }
    guard let scalar = member.value.scalar, scalar.meaning == .text else {
      report(member, mustBe: KeyType.variable.expectation)
      return nil
    }
    return checkVariable(scalar.text, at: member.value.location) ? scalar.text : nil
  }

  mutating func checkVariable(_ name: String, at location: SourceLocation) -> Bool {
    if !VariableName.isValid(name) {
      report(
        "a variable's name is made of letters, digits and '_', got '\(Mistake.shortened(name))'", at: location
      )
    } else if VariableName.reserved.contains(name) {
      report("'\(name)' means something in expressions already; choose another name", at: location)
    } else {
      return true
    }
    return false
  }

  // MARK: Values

  /// Returns the expression of a value that is exactly one `${…}`. For any other value, reports what the type allows.
  mutating func expression(_ member: DocumentMember, _ type: KeyType, _ context: Context) -> Expression? {
    if let scalar = member.value.scalar, scalar.text.contains("${") {
      guard let template = template(member.value, context) else { return nil }
      if let single = template.single { return single }
    }
    report(member, mustBe: type.expectation)
    return nil
  }

  /// Returns a whole number in the range of a type, or the expression that computes one when the plan plays; two nils after a mistake.
  mutating func number(
    _ member: DocumentMember, _ type: KeyType, _ context: Context
  ) -> (constant: Int?, expression: Expression?) {
    guard let range = type.range else { return (nil, nil) }
    if let scalar = member.value.scalar, scalar.meaning == .number, let number = Int(scalar.text),
      range.contains(number)
    {
      return (number, nil)
    }
    guard let expression = expression(member, type, context) else { return (nil, nil) }
    switch expression.constant {
    case nil: return (nil, expression)
    case .int(let number)? where range.contains(number): return (number, nil)
    default:
      report(member, mustBe: type.expectation)
      return (nil, nil)
    }
  }

  /// Compiles a value whose texts may contain expressions.
  mutating func value(_ node: DocumentNode, _ context: Context) -> ValueTemplate? {
    switch node.content {
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: return .constant(.null)
      case .bool(let value): return .constant(.bool(value))
      case .number: return .constant(Value(jsonNumber: scalar.text))
      case .otherNumber: return refuseNumber(scalar, at: node.location)
      case .text:
        guard let template = template(node, context) else { return nil }
        if let single = template.single {
          return single.constant.map(ValueTemplate.constant) ?? .template(template)
        }
        return template.constant.map { .constant(.string($0)) } ?? .template(template)
      }
    case .sequence(let nodes):
      let elements = nodes.compactMap { value($0, context) }
      let constants = elements.compactMap(\.constant)
      return constants.count == elements.count ? .constant(.array(constants)) : .array(elements)
    case .mapping(let members):
      var pairs: [(String, ValueTemplate)] = []
      for member in members {
        if let value = value(member.value, context) { pairs.append((member.key, value)) }
      }
      let constants = pairs.compactMap { pair in pair.1.constant.map { (pair.0, $0) } }
      return constants.count == pairs.count ? .constant(.object(Value.Members(constants))) : .object(pairs)
    }
  }

  mutating func refuseNumber(_ scalar: DocumentScalar, at location: SourceLocation) -> ValueTemplate? {
    report(
      "JSON cannot write the number \(scalar.text); put it in quotation marks to send text, or write it in digits without a leading zero, '+' or prefix",
      at: location)
    return nil
  }
}
