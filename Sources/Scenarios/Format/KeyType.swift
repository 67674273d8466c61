/// A key of the scenario language. The compiler, its suggestions, the JSON Schema and the format reference all use this definition.
struct KeyDefinition: Sendable {
  var name: String
  var type: KeyType
  /// One or two sentences.
  var summary: String
  /// The default as a scenario would write it, or a description of it; nil if there is none or the key is required.
  var defaultValue: String?
  var isRequired = false

  init(
    _ name: String, _ type: KeyType, _ summary: String, default defaultValue: String? = nil,
    isRequired: Bool = false
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.defaultValue = defaultValue
    self.isRequired = isRequired
  }
}

/// The type of a key's value.
///
/// The compiler reads values according to it. The JSON Schema and the tables of the format reference are generated from it.
indirect enum KeyType: Sendable {
  /// Text without expressions, of at most `limit` bytes.
  case text(limit: Int)
  /// Text with `${…}`.
  case template
  /// A name: `[a-z0-9][a-z0-9-]{0,63}`.
  case name
  case variable
  case names
  /// A path such as `/stream/{agent_id}`, of at most `limit` bytes.
  case path
  /// `250ms`, `1.5s`.
  case duration
  /// A duration, a range of durations such as `200ms..2s`, or text with `${…}` that evaluates to one of these.
  case delay
  /// A duration of at least a millisecond, or `off`.
  case durationOrOff
  /// `true`, `false`, `on`, `off`.
  case toggle
  case integer(ClosedRange<Int>)
  /// A whole number, `forever`, or one `${…}`.
  case count
  /// `true`, `false`, or one `${…}`.
  case condition
  case word([String])
  /// A status code, or one `${…}` that evaluates to a status code.
  case status
  /// A list whose elements are among these words.
  case words([String])
  /// A list of origins such as `http://localhost:3000`.
  case origins
  /// A list of at most `count` texts without expressions, each of at most `limit` bytes.
  case strings(limit: Int, count: Int)
  /// `40/s`, `90/m`.
  case rate
  /// `20%`.
  case percentage
  case integers(ClosedRange<Int>)
  /// A list whose elements are `fine` or mappings.
  case attempts
  /// A list, or one `${…}` that evaluates to a list.
  case list
  /// Any value, with `${…}` in its text.
  case value
  case steps
  case mapping(KeyPlace)
  case mappings(KeyPlace)
  /// Names of variables and their values.
  case variables
  case stepsByName
  case stepsByText
  /// Header field names and their values.
  case headers
  /// Header fields of an answer: a list sends one field per value, and null omits the field.
  case answerHeaders
  /// Names and values.
  case pairs
  /// A value of any of these types.
  case either([KeyType])
  /// No value after the key.
  case nothing

  /// One of the raw values of `Word`.
  static func oneOf<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) -> KeyType {
    .word(Word.allCases.map(\.rawValue))
  }

  /// The words that this type allows; empty if it allows none.
  var words: [String] {
    switch self {
    case .word(let words), .words(let words): words
    case .either(let types): types.flatMap(\.words)
    default: []
    }
  }

  /// The whole numbers that this type allows; nil if it allows none.
  var range: ClosedRange<Int>? {
    switch self {
    case .integer(let range): range
    case .count: 0...Loop.iterationLimit
    case .status: AnswerTemplate.statuses
    case .either(let types): types.lazy.compactMap(\.range).first
    default: nil
    }
  }

  /// The whole numbers that this type allows in a list; nil if it allows no such list.
  var elementRange: ClosedRange<Int>? {
    switch self {
    case .integers(let range): range
    case .either(let types): types.lazy.compactMap(\.elementRange).first
    default: nil
    }
  }

  /// The maximum number of bytes of a text, or of each text in a list; nil if this type does not limit texts.
  var limit: Int? {
    switch self {
    case .text(let limit), .strings(let limit, _): limit
    case .path: 200
    case .either(let types): types.lazy.compactMap(\.limit).first
    default: nil
    }
  }

  /// The maximum number of texts in a list; nil if this type allows no such list.
  var countLimit: Int? {
    switch self {
    case .strings(_, let count): count
    case .either(let types): types.lazy.compactMap(\.countLimit).first
    default: nil
    }
  }

  /// A description of the allowed values, as the end of the sentence "'after' must be …".
  var expectation: String {
    switch self {
    case .text: "text"
    case .template: "text, with ${…} where you like"
    case .name: "a name of a–z, 0–9 and '-'"
    case .variable: "a name such as 'task', made of letters, digits and '_'"
    case .names: "a list of names such as [basics, logs]"
    case .path: "a path such as /stream/{agent_id}"
    case .duration: "a duration such as 250ms"
    case .delay: "a duration such as 250ms or a range such as 200ms..2s"
    case .durationOrOff: "a duration of at least 1ms such as 15s, or off"
    case .toggle: "on or off"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .count: wholeNumber + ", forever, or one ${…}"
    case .condition: "a condition such as ${number > 3}"
    case .status: wholeNumber + ", or one ${…}"
    case .word(let words): Self.enumeration(words)
    case .words(let words): "a list of \(Self.enumeration(words))"
    case .origins, .strings: "a list of texts"
    case .rate: "a rate such as 40/s, 90/m or 5/h, of at most 1000000/s"
    case .percentage: "a percentage from 0% to 100%"
    case .integers(let range): "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .attempts: "a list whose entries are 'fine' or mappings such as { status: 503, retryAfter: 2s }"
    case .list: "a list, or one ${…} that gives one"
    case .value: "a value"
    case .steps: "a list of steps, each beginning with '- '"
    case .mapping(let place):
      "a mapping with keys such as \(Self.enumeration(place.keys.prefix(4).map(\.name)))"
    case .mappings(let place):
      "a list of mappings with keys such as \(Self.enumeration(place.keys.prefix(4).map(\.name)))"
    case .variables, .pairs: "a mapping of names and values"
    case .stepsByName, .stepsByText: "a mapping of names, each with a list of steps"
    case .headers, .answerHeaders: "a mapping of header names and values"
    case .either(let types): types.map(\.expectation).joined(separator: "; or ")
    case .nothing: "left empty"
    }
  }

  private var wholeNumber: String { range.map { Self.integer($0).expectation } ?? "" }

  static func enumeration(_ words: some Collection<String>, _ conjunction: String = "or") -> String {
    guard words.count > 1, let last = words.map(\.self).last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}

/// The syntax of the names that scenarios give to values.
enum VariableName {
  /// The names that already have a meaning in expressions. A variable must not have one of them.
  static let reserved = BuiltInName.allCases.map(\.rawValue) + ["index", "number", "true", "false", "null"]

  /// `[A-Za-z_][A-Za-z0-9_]*`, at most 64 characters.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
    return !isDigit(first) && text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
