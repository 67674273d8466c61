import ServerSentEvents
import TextForms

/// Compiles events, comments and raw bytes.
extension ScenarioCompiler {
  /// Compiles an event or a comment. Its fields are sent in the order of their keys.
  mutating func compile(event fields: CheckedMapping, _ context: Context) -> StepBounds {
    if settings.format != .eventStream { return compile(record: fields, context) }
    let waited = compile(wait: fields["after"], fields, context)
    let isComment = !fields.members.contains { ["event", "data", "id", "retry"].contains($0.key) }
    var block = BlockBuilder(EventEncoder(lineEnding: settings.lineEnding))
    var literals = 0
    for member in fields.members {
      switch member.key {
      case "event": append(eventType: member, to: &block, context)
      case "data": literals += append(data: member, to: &block, context)
      case "id": append(id: member, to: &block, context)
      case "retry": append(retry: member, to: &block, context)
      case "comment": literals += append(comment: member, to: &block, context)
      default: break
      }
    }
    if !isComment { block.endLine() }
    // The limit for the data, plus room for the other fields.
    let limit = ProgramRun.dataLimit + literals + ProgramRun.idLimit + ProgramRun.eventTypeLimit + 128
    builder.append(block.finish(isComment ? .comment : .event, limit: limit), line: context.line(of: fields))
    return waited + StepBounds(events: 1, surelySends: true)
  }

  private mutating func append(
    eventType member: DocumentMember, to block: inout BlockBuilder, _ context: Context
  ) {
    guard let template = scalarTemplate(member, context) else { return }
    block.begin(.event)
    if let constant = template.constant {
      if constant.isEmpty {
        report("'event' must not be empty: clients would dispatch 'message'", at: member.value.location)
      }
      check(constant, of: member, limit: ProgramRun.eventTypeLimit)
      block.append(constant)
    } else {
      block.append(.eventType(template), template.effects)
    }
    block.endLine()
  }

  private mutating func append(id member: DocumentMember, to block: inout BlockBuilder, _ context: Context) {
    guard let template = scalarTemplate(member, context) else { return }
    block.begin(.id)
    block.setID(template.constant)
    if let constant = template.constant {
      check(constant, of: member, limit: ProgramRun.idLimit)
      checkWayBack(template, of: member)
      block.append(constant)
    } else {
      checkWayBack(template, of: member)
      block.append(template.single.map(Block.Piece.idValue) ?? .id(template), template.effects)
    }
    block.endLine()
  }

  /// Checks that a client can return an ID unchanged in a `Last-Event-ID` field. An expression unknown at load is treated as one letter.
  private mutating func checkWayBack(_ template: Template, of member: DocumentMember) {
    var known: [UInt8] = []
    for piece in template.pieces {
      switch piece {
      case .literal(let bytes): known += bytes
      case .expression(let expression):
        if let constant = expression.constant { constant.appendText(to: &known) } else { known.append(0x78) }
      }
    }
    guard ProgramRun.problem(of: known[...], limit: .max) == nil,
      let problem = ProgramRun.headerProblem(of: known[...])
    else { return }
    report("'id' \(problem)", at: member.value.location)
  }

  private mutating func check(_ text: String, of member: DocumentMember, limit: Int) {
    guard let problem = ProgramRun.problem(of: Array(text.utf8)[...], limit: limit) else { return }
    report("'\(member.key)' \(problem); clients would read it differently", at: member.value.location)
  }

  private mutating func append(retry member: DocumentMember, to block: inout BlockBuilder, _ context: Context)
  {
    guard let delay = delay(member, context) else { return }
    block.begin(.retry)
    switch delay {
    case .fixed(let time): block.append(String(time / 1_000_000))
    case .range: block.append(.retry(delay), .random)
    case .template(let template): block.append(.retry(delay), template.effects.union(.random))
    }
    block.endLine()
  }

  private mutating func append(
    comment member: DocumentMember, to block: inout BlockBuilder, _ context: Context
  )
    -> Int
  {
    guard let template = scalarTemplate(member, context) else { return 0 }
    guard let constant = template.constant else {
      block.begin(.comment)
      block.append(.comment(template), template.effects)
      block.endLine()
      return ProgramRun.dataLimit
    }
    block.append(comment: constant)
    return constant.utf8.count * 3
  }

  // MARK: Data

  private mutating func append(data member: DocumentMember, to block: inout BlockBuilder, _ context: Context)
    -> Int
  {
    block.begin(.data)
    defer { block.endLine() }
    guard member.value.scalar != nil else {
      append(json: member, to: &block, context)
      return 0
    }
    guard let template = template(member.value, context) else { return 0 }
    guard let constant = template.constant else {
      block.append(.data(template), template.effects)
      return 0
    }
    checkData(constant.utf8.count, of: member)
    block.append(lines: constant, in: .data)
    // An empty line takes at least one byte in the text and at most eight in the stream: "data: \r\n".
    return constant.utf8.count * 8
  }

  mutating func append(json member: DocumentMember, to block: inout BlockBuilder, _ context: Context) {
    let json = JSONBuilder(member.value, &self, context)
    let literal = json.pieces.reduce(0) { if case .literal(let bytes) = $1 { $0 + bytes.count } else { $0 } }
    checkData(literal, of: member)
    block.append(json)
  }

  mutating func checkData(_ count: Int, of member: DocumentMember) {
    if count > ProgramRun.dataLimit {
      report(
        "the data of an event may have at most 64 KiB, this has \(count) bytes; 'raw' may have 1 MiB",
        at: member.value.location)
    }
  }

  // MARK: Raw bytes

  mutating func compile(raw fields: CheckedMapping, _ context: Context) -> StepBounds {
    let waited = compile(wait: fields["after"], fields, context)
    guard let member = fields["raw"] else { return waited }
    var block = BlockBuilder(EventEncoder(lineEnding: settings.lineEnding))
    if member.value.scalar != nil {
      append(rawText: member, to: &block, context)
    } else if let bytes = self.fields(of: member.value, at: .rawBytes) {
      if bytes.members.count(where: { $0.key != "times" }) != 1 {
        report("'raw' needs exactly one of text, hex and base64", at: member.value.location)
      }
      let times = integer("times", of: bytes)
      append(rawText: bytes["text"], times: times, to: &block, context)
      if let decoded = decoded(bytes), let member = bytes["hex"] ?? bytes["base64"] {
        append(decoded, times: times, of: member, to: &block)
      }
    }
    builder.append(block.finish(.raw, limit: ProgramRun.rawLimit), line: context.line(of: fields))
    return waited + StepBounds(events: 1, surelySends: true, hasExactBytes: true)
  }

  private mutating func append(
    rawText member: DocumentMember?, times: Int = 1, to block: inout BlockBuilder, _ context: Context
  ) {
    guard let member, let template = scalarTemplate(member, context) else { return }
    if let constant = template.constant {
      append(Array(constant.utf8), times: times, of: member, to: &block)
    } else if times > 1 {
      block.append(.repeatedText(template, times: times), template.effects)
    } else {
      block.append(.raw(template), template.effects)
    }
  }

  /// Returns the decoded bytes of `hex` or `base64`; nil if neither is given, or after a mistake.
  mutating func decoded(_ fields: CheckedMapping) -> [UInt8]? {
    if let hex = text(fields["hex"], at: fields.place), let member = fields["hex"] {
      guard let bytes = Hex.bytes(hex) else {
        report(member, mustBe: "pairs of hexadecimal digits such as 0d 0a")
        return nil
      }
      return bytes
    }
    if let base64 = text(fields["base64"], at: fields.place), let member = fields["base64"] {
      guard let bytes = Base64.decode(Array(base64.utf8), reading: .strict) else {
        report(member, mustBe: "base64 such as aGVsbG8=")
        return nil
      }
      return bytes
    }
    return nil
  }

  private mutating func append(
    _ bytes: [UInt8], times: Int, of member: DocumentMember, to block: inout BlockBuilder
  ) {
    guard times > 1 else { return block.append(bytes: bytes) }
    let (count, overflow) = bytes.count.multipliedReportingOverflow(by: times)
    guard !overflow, count <= ProgramRun.rawLimit else {
      return report(
        "'raw' may have at most 1 MiB, and this is \(bytes.count) bytes \(times) times", at: member.location)
    }
    block.append(.repeated(bytes, times: times), [])
  }
}
