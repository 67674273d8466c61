/// Compiles `expect`, and reports expectations that can never be met.
extension ScenarioCompiler {
  mutating func expectations(_ member: DocumentMember?, of top: CheckedMapping) -> Expectations? {
    guard let member else { return nil }
    guard let fields = fields(of: member.value, at: .expect) else { return nil }
    var expectations = Expectations()
    expectations.reconnect = wait(fields["reconnect"])
    expectations.hasRightIDs = word(fields["ids"], at: .expect) != nil
    expectations.attempts = integer(fields["attempts"], at: .expect)
    expectations.isOneConnection = word(fields["connections"], at: .expect) != nil
    expectations.leaves = text(fields["leaves"], at: .expect)
    expectations.staysAway = toggle("staysAway", of: fields)
    expectations.dispatched = dispatched(fields["dispatched"])
    expectations.within = duration(fields["within"])
    checkExpectations(expectations, fields, top)
    return expectations
  }

  private mutating func dispatched(_ member: DocumentMember?) -> Expectations.Dispatched? {
    guard let member else { return nil }
    if member.value.scalar?.text == "sent" { return .sent }
    return texts(member, at: .expect, mustBe: "sent, or a list of the events' data").map(
      Expectations.Dispatched.data)
  }

  private mutating func wait(_ member: DocumentMember?) -> Expectations.Wait? {
    guard let member else { return nil }
    let text = member.value.scalar?.text
    if text == "asked" { return .asked }
    switch text.flatMap(Delay.parse) {
    case .fixed(let time): return .range(time, .max)
    case .range(let low, let high): return .range(low, high)
    case .template, nil:
      report(member, mustBe: "asked, or a duration or a range such as 900ms..2s")
      return nil
    }
  }

  /// Reports expectations that no client could meet, or that could never be judged.
  private mutating func checkExpectations(
    _ expectations: Expectations, _ fields: CheckedMapping, _ top: CheckedMapping
  ) {
    var written = WrittenEvents()
    for key in ["steps", "fragments"] { if let member = top[key] { written.add(member.value) } }
    let milliseconds = settings.retry
    if let member = fields["reconnect"] {
      if expectations.reconnect == .asked, milliseconds == nil, !written.hasRetry {
        report(
          "'reconnect: asked' can never be judged: nothing asks for a time. Give the scenario a 'retry'",
          at: member.value.location)
      }
      if case .range(_, let most) = expectations.reconnect, let milliseconds, !written.hasRetry,
        most / 1_000_000 < milliseconds
      {
        report(
          "'reconnect' can never be met: a client that does as 'retry' says comes after \(milliseconds) ms",
          at: member.value.location)
      }
    }
    if let member = fields["ids"], !written.hasID {
      report("'ids: right' can never be judged: no event has an 'id'", at: member.value.location)
    }
    if let member = fields["leaves"], let mark = expectations.leaves, !written.mayHave(mark) {
      report(
        "'leaves' can never be met: no event has the type or the data '\(Mistake.shortened(mark))'",
        at: member.value.location)
    }
    if let member = fields["dispatched"], case .data(let texts) = expectations.dispatched,
      let text = texts.first(where: { !written.mayHave($0) })
    {
      report(
        "'dispatched' can never be met: no event has the data '\(Mistake.shortened(text))'",
        at: member.value.location)
    }
    if let member = fields["within"], let within = expectations.within, let attempts = expectations.attempts,
      let milliseconds, !written.hasRetry, expectations.reconnect == .asked,
      UInt64(attempts - 1) * min(milliseconds, 1_000_000_000) > within / 1_000_000
    {
      report(
        "'within' can never be met: \(attempts) attempts, \(milliseconds) ms apart, take longer",
        at: member.value.location)
    }
    if fields.members.isEmpty {
      report("'expect' expects nothing: give it at least one key", at: fields.location)
    }
  }
}

/// The fields of a scenario's events, as far as they can be read from the text without playing it.
private struct WrittenEvents {
  var hasID = false
  var hasRetry = false
  private var texts: Set<String> = []
  /// Whether some event types or data are known only when the scenario plays.
  private var isOpen = false

  mutating func add(_ node: DocumentNode) {
    switch node.content {
    case .scalar: break
    case .sequence(let nodes): for node in nodes { add(node) }
    case .mapping(let members):
      for member in members {
        switch member.key {
        case "id": hasID = true
        case "retry": hasRetry = true
        // Raw bytes and other scenarios are not examined, so any field may occur. Fragments are examined where they are defined.
        case "include", "raw", "write": (hasID, hasRetry, isOpen) = (true, true, true)
        case "use": break
        case "event", "data":
          if let scalar = member.value.scalar, !scalar.text.contains("${") {
            texts.insert(scalar.text)
          } else {
            isOpen = true
          }
        default: add(member.value)
        }
      }
    }
  }

  func mayHave(_ mark: String) -> Bool { isOpen || texts.contains(mark) || texts.contains(mark + "\n") }
}
