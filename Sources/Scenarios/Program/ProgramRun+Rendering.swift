import ServerSentEvents

/// Rendering blocks to bytes.
extension ProgramRun {
  static let dataLimit = 65_536
  static let idLimit = 256
  static let eventTypeLimit = 128
  /// The maximum number of bytes of a `raw` step.
  static let rawLimit = 1_048_576

  /// Appends a block. A failure leaves the buffer unchanged.
  mutating func render(_ number: Int, into buffer: inout [UInt8]) throws(PlanFailure) {
    evaluation.begin()
    let start = buffer.count
    idRange = nil
    if program.blocks[number].kind == .event { evaluation.counter += 1 }
    do throws(PlanFailure) {
      for piece in program.blocks[number].pieces { try append(piece, to: &buffer) }
      guard buffer.count - start <= program.blocks[number].limit else {
        throw PlanFailure("the data of the event is longer than 64 KiB")
      }
    } catch {
      buffer.removeSubrange(start...)
      throw error
    }
  }

  /// Appends pieces that are not part of the stream, such as the body of another response.
  mutating func render(pieces block: Block, into buffer: inout [UInt8]) throws(PlanFailure) {
    for piece in block.pieces { try append(piece, to: &buffer) }
  }

  /// Returns the value of a block's `id` field; the block must be the one that was rendered last, into `bytes`.
  @inline(__always)
  func id(of number: Int, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let block = program.blocks[number]
    guard block.hasID else { return nil }
    if let constant = block.constantID { return constant[...] }
    guard let range = idRange, range.upperBound <= bytes.count else { return nil }
    return bytes[range]
  }

  /// Counts a block that is skipped as if it had been sent.
  mutating func skip(_ number: Int) {
    if program.blocks[number].kind == .event { evaluation.counter += 1 }
  }

  private mutating func append(_ piece: Block.Piece, to buffer: inout [UInt8]) throws(PlanFailure) {
    let start = buffer.count
    switch piece {
    case .pooled(let first, let count):
      program.literals.withUnsafeBufferPointer { literals in
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: literals[first..<first + count]))
      }
    case .literal(let bytes): buffer.append(contentsOf: bytes)
    case .value(let expression, let form): try append(expression, form, to: &buffer)
    case .raw(let template): try append(template, to: &buffer)
    case .repeated(let bytes, let times): try repeatBytes(bytes[...], times, in: &buffer)
    case .repeatedText(let template, let times):
      try append(template, to: &buffer)
      let once = Array(buffer[start...])
      buffer.removeSubrange(start...)
      try repeatBytes(once[...], times, in: &buffer)
    case .data(let template):
      try append(template, to: &buffer)
      divideLines(of: &buffer, from: start, in: .data)
    case .comment(let template):
      try append(template, to: &buffer)
      divideLines(of: &buffer, from: start, in: .comment)
    case .idValue(let expression):
      try append(expression, .text, to: &buffer)
      try finishID(from: start, in: buffer)
    case .id(let template):
      try append(template, to: &buffer)
      try finishID(from: start, in: buffer)
    case .eventType(let template):
      try append(template, to: &buffer)
      if let problem = Self.problem(of: buffer[start...], limit: Self.eventTypeLimit) {
        throw PlanFailure("the event type \(problem)")
      }
    case .retry(let delay):
      buffer.append(contentsOf: String(try duration(delay) / 1_000_000).utf8)
    }
  }

  private mutating func repeatBytes(_ bytes: ArraySlice<UInt8>, _ times: Int, in buffer: inout [UInt8])
    throws(PlanFailure)
  {
    let (count, overflow) = bytes.count.multipliedReportingOverflow(by: times)
    guard !overflow, count <= Self.rawLimit else { throw PlanFailure("'raw' comes to more than 1 MiB") }
    evaluation.spent += count >> 6
    buffer.reserveCapacity(buffer.count + count)
    for _ in 0..<times { buffer.append(contentsOf: bytes) }
  }

  private mutating func finishID(from start: Int, in buffer: [UInt8]) throws(PlanFailure) {
    idRange = start..<buffer.count
    if let problem = Self.problem(of: buffer[start...], limit: Self.idLimit) {
      throw PlanFailure("the id \(problem)")
    }
    if let problem = Self.headerProblem(of: buffer[start...]) { throw PlanFailure("the id \(problem)") }
  }

  private mutating func append(
    _ expression: Expression, _ form: OutputForm, to buffer: inout [UInt8]
  ) throws(PlanFailure) {
    try PlanFailure.translating(expression.append(form, to: &buffer, &evaluation))
  }

  private mutating func append(_ template: Template, to buffer: inout [UInt8]) throws(PlanFailure) {
    try PlanFailure.translating(template.append(.text, to: &buffer, &evaluation))
  }

  /// Puts each line of the bytes from `start` on into its own field.
  private mutating func divideLines(of buffer: inout [UInt8], from start: Int, in field: EventField) {
    guard buffer[start...].contains(where: { $0.isLineEnd }) else { return }
    let bytes = Array(buffer[start...])
    buffer.removeSubrange(start...)
    EventEncoder(lineEnding: program.settings.lineEnding).appendLines(of: bytes, in: field, to: &buffer)
    // A field costs more than its bytes.
    evaluation.add(work: (buffer.count - start) >> 2)
  }

  /// Returns why an ID would not come back unchanged in a header field, `Last-Event-ID`; nil if it would.
  ///
  /// <https://fetch.spec.whatwg.org/#concept-header-value-normalize>, <https://www.rfc-editor.org/rfc/rfc9110#section-5.5>
  static func headerProblem(of bytes: ArraySlice<UInt8>) -> String? {
    for end in [bytes.first, bytes.last] where end == 0x20 || end == 0x09 {
      return "begins or ends with white space; a client's Last-Event-ID comes back without it"
    }
    let control = bytes.first { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
    return control.map {
      "has the control character \(LookAlike.name(of: Unicode.Scalar($0))) in it; no header field can carry it back"
    }
  }

  /// Returns why a client would read a value differently, or that the value is too long; nil if neither.
  static func problem(of bytes: ArraySlice<UInt8>, limit: Int) -> String? {
    if bytes.count > limit { return "is longer than \(limit) bytes" }
    return switch FieldValueProblem(in: bytes) {
    case .lineEnd: "has a line end in it"
    case .null: "has U+0000 NULL in it"
    case nil: nil
    }
  }
}
