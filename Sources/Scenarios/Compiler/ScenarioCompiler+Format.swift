import ServerSentEvents

/// Compiles `format`, and the records of streams that are not event streams.
extension ScenarioCompiler {
  /// Returns the format, and reports keys that make no sense in it.
  mutating func streamFormat(_ fields: CheckedMapping) -> StreamFormat {
    let word = word(fields["format"], at: .scenario)
    let format = word.flatMap(StreamFormat.init) ?? settings.format
    guard format != .eventStream else { return format }
    for key in ["retry", "open", "bom", "resume"] {
      guard let member = fields[key] else { continue }
      report(
        "'\(key)' makes no sense in \(format.rawValue): \(Self.reason(key)); leave out '\(key)' or 'format'",
        at: member.location)
    }
    if let heartbeat = fields["heartbeat"], heartbeat.value.scalar?.text != "off", format == .text {
      report(
        "'heartbeat' makes no sense in text: all of its bytes are data; leave out 'heartbeat' or 'format'",
        at: heartbeat.location)
    }
    let endings: [LineEnding] = format == .lines ? [.lf, .crlf] : [.lf]
    if let ending = fields["lineEnding"], format == .text || !endings.contains(settings.lineEnding) {
      report(
        "'lineEnding' makes no sense in \(format.rawValue): \(format == .text ? "it has no lines of its own" : "its records end with LF"); leave out 'lineEnding' or 'format'",
        at: ending.location)
    }
    return format
  }

  private static func reason(_ key: String) -> String {
    switch key {
    case "bom": "its texts begin without a byte order mark"
    case "open": "only EventSource waits for a first byte"
    default: "its clients do not come back with an id"
    }
  }

  /// Compiles an event to a record, which consists of the event's data in the framing of the format.
  mutating func compile(record fields: CheckedMapping, _ context: Context) -> StepBounds {
    let format = settings.format
    let waited = compile(wait: fields["after"], fields, context)
    for member in fields.members where !["data", "after"].contains(member.key) {
      report(
        "'\(member.key)' makes no sense in \(format.rawValue): a record is nothing but its data; leave out '\(member.key)' or 'format'",
        at: member.location)
    }
    guard let data = fields["data"] else {
      if fields.members.allSatisfy({ $0.key == "after" }) {
        report("a record of \(format.rawValue) needs 'data'", at: fields.location)
      }
      return waited
    }
    var block = BlockBuilder(EventEncoder(lineEnding: settings.lineEnding))
    block.append(bytes: format.opening)
    var literals = 0
    if format == .text, data.value.scalar != nil {
      literals = append(text: data, to: &block, context)
    } else {
      append(json: data, to: &block, context)
      if format != .text { block.endLine() }
    }
    builder.append(
      block.finish(.event, limit: ProgramRun.dataLimit + literals + 128), line: context.line(of: fields))
    return waited + StepBounds(events: 1, surelySends: true)
  }

  private mutating func append(text member: DocumentMember, to block: inout BlockBuilder, _ context: Context)
    -> Int
  {
    guard let template = template(member.value, context) else { return 0 }
    guard let constant = template.constant else {
      block.append(.raw(template), template.effects)
      return 0
    }
    checkData(constant.utf8.count, of: member)
    block.append(constant)
    return constant.utf8.count
  }
}
