import ServerSentEvents
import TextForms

/// An event, a comment or raw bytes that someone injects into a running stream.
///
///     {"event":"chat","id":"7","data":{"text":"Hello"}}
///
/// It enters before the first stage, in one piece and between two events; raw bytes may also enter within an event.
package struct Injection: Sendable, Hashable {
  package struct Invalid: Error, Hashable {
    package var message: String
    init(_ message: String) { self.message = message }
  }

  /// The most bytes of `data`, and of `comment`.
  package static let textLimit = 65_536
  /// The most bytes of `raw`.
  package static let rawLimit = 1 << 20
  /// The largest `times`.
  package static let repetitionLimit = 1_000
  /// The shortest `every`, in nanoseconds of plan time.
  package static let shortestPause: UInt64 = 10_000_000

  private enum Line: Sendable, Hashable {
    case comment(String)
    case field(EventField, String)
    case data(String)
    case raw([UInt8])
  }

  private var lines: [Line] = []
  /// Whether it has `event`, `id` or `data`, so that it counts as an event and ends with a blank line.
  package private(set) var isEvent = false
  package private(set) var isRaw = false
  /// The value of its `id` field.
  package private(set) var id: String?
  /// The time between repetitions, in nanoseconds of plan time; nil if it is sent once.
  package private(set) var every: UInt64?
  /// How many times it is sent in total.
  package private(set) var times = 1

  /// - Parameter json: an object with some of `event`, `id`, `data`, `comment` and `retry`, or with `raw`; and with `every` and
  ///   `times` to repeat it. `data` that is not a string is sent as compact JSON.
  /// - Throws: ``Invalid``, with a sentence for the client.
  package init(json: [UInt8]) throws(Invalid) {
    guard case .object(let members)? = try? Value(json: json) else {
      throw Invalid("The body must be a JSON object such as {\"event\":\"chat\",\"data\":\"Hello\"}.")
    }
    var fields: [String: Value] = [:]
    for (name, value) in zip(members.names, members.values) where !value.isNull {
      guard Self.known.contains(name) else {
        throw Invalid(
          "The body has the unknown member '\(Mistake.shortened(name))'; known are \(Self.known.joined(separator: ", "))."
        )
      }
      fields[name] = value
    }
    try repeated(fields)
    if let raw = fields["raw"] {
      guard fields.keys.allSatisfy({ ["raw", "every", "times"].contains($0) }) else {
        throw Invalid("'raw' is sent as it is, and goes together with 'every' and 'times' only.")
      }
      let bytes = Array(try Self.text(raw, "raw").utf8)
      guard !bytes.isEmpty, bytes.count <= Self.rawLimit else {
        throw Invalid("'raw' must have 1 to \(Self.rawLimit) bytes, has \(bytes.count).")
      }
      lines = [.raw(bytes)]
      isRaw = true
      return
    }
    try read(fields)
    guard !lines.isEmpty else {
      throw Invalid("There is nothing to be sent: give one of event, id, data, comment, retry or raw.")
    }
  }

  private static let known = ["event", "id", "data", "comment", "retry", "raw", "every", "times"]

  private static func text(_ value: Value, _ name: String) throws(Invalid) -> String {
    guard case .string(let text) = value else { throw Invalid("'\(name)' must be a string.") }
    return text
  }

  private mutating func repeated(_ fields: [String: Value]) throws(Invalid) {
    if let value = fields["every"] {
      guard case .string(let text) = value, let time = DurationText.nanoseconds(text),
        time >= Self.shortestPause
      else { throw Invalid("'every' must be a duration of at least 10ms, such as \"2s\".") }
      every = time
      times = 10
    }
    if let value = fields["times"] {
      guard every != nil else { throw Invalid("'times' goes together with 'every'.") }
      guard case .int(let count) = value.number, (1...Self.repetitionLimit).contains(count) else {
        throw Invalid("'times' must be a whole number from 1 to \(Self.repetitionLimit).")
      }
      times = count
    }
  }

  private mutating func read(_ fields: [String: Value]) throws(Invalid) {
    if let value = fields["comment"] {
      let text = try Self.text(value, "comment")
      guard text.utf8.count <= Self.textLimit else { throw Invalid("'comment' may have at most 64 KiB.") }
      lines.append(.comment(text))
    }
    if let value = fields["event"] {
      let type = try Self.text(value, "event")
      if let problem = ProgramRun.problem(of: Array(type.utf8)[...], limit: ProgramRun.eventTypeLimit) {
        throw Invalid("The event type \(problem).")
      }
      lines.append(.field(.event, type))
      isEvent = true
    }
    if let value = fields["id"] {
      guard value.isText || value.number == value else { throw Invalid("'id' must be a string or a number.") }
      let id = value.text
      let bytes = Array(id.utf8)[...]
      if let problem = ProgramRun.problem(of: bytes, limit: ProgramRun.idLimit)
        ?? ProgramRun.headerProblem(of: bytes)
      {
        throw Invalid("The id \(problem).")
      }
      lines.append(.field(.id, id))
      self.id = id
      isEvent = true
    }
    if let value = fields["retry"] { lines.append(.field(.retry, String(try Self.milliseconds(value)))) }
    if let value = fields["data"] {
      var bytes: [UInt8] = []
      if case .string(let text) = value { bytes = Array(text.utf8) } else { value.appendJSON(to: &bytes) }
      guard bytes.count <= Self.textLimit else { throw Invalid("'data' may have at most 64 KiB.") }
      lines.append(.data(String(decoding: bytes, as: UTF8.self)))
      isEvent = true
    }
  }

  private static func milliseconds(_ value: Value) throws(Invalid) -> UInt64 {
    if case .int(let number) = value.number, number >= 0, number <= 86_400_000, !value.isText {
      return UInt64(number)
    }
    if case .string(let text) = value, let time = DurationText.nanoseconds(text) { return time / 1_000_000 }
    throw Invalid("'retry' must be milliseconds, at most a day, or a duration such as \"3s\".")
  }

  /// The approximate number of bytes of memory that it takes.
  package var weight: Int {
    lines.reduce(128) { sum, line in
      switch line {
      case .comment(let text), .data(let text): sum + text.utf8.count
      case .field(let field, let value): sum + field.rawValue.utf8.count + value.utf8.count
      case .raw(let bytes): sum + bytes.count
      }
    }
  }

  /// Returns the bytes to send.
  package func bytes(lineEnding: LineEnding) -> [UInt8] {
    let encoder = EventEncoder(lineEnding: lineEnding)
    var buffer: [UInt8] = []
    for line in lines {
      switch line {
      case .raw(let bytes): return bytes
      case .comment(let text): encoder.appendComment(text, to: &buffer)
      case .data(let text): encoder.appendData(text.utf8, to: &buffer)
      case .field(let field, let value): encoder.append(field, value, to: &buffer)
      }
    }
    // Some clients reject a block without data, so a comment or `retry` alone gets no blank line.
    if isEvent { encoder.appendLineEnd(to: &buffer) }
    return buffer
  }
}

extension Value {
  fileprivate var isText: Bool { if case .string = self { true } else { false } }
}
