struct LibraryParameter: Sendable {
  enum Kind: Sendable {
    case any, number, whole, text, array, object
    /// A text or an array.
    case sequence
    /// A number of seconds, or text such as `"30s"`.
    case duration
    /// A format for ``TimeFormat``.
    case timeFormat

    /// Whether a value that is known at load may be passed as an argument.
    func accepts(_ value: Value) -> Bool {
      switch (self, value) {
      case (.any, _), (_, .null): true
      case (.number, .int), (.number, .double), (.number, .written): true
      case (.whole, .int): true
      case (.whole, .double), (.whole, .written): value.double.rounded() == value.double
      case (.timeFormat, .string(let format)): TimeFormat.isFormat(format)
      case (.text, .array), (.text, .object): false
      case (.text, _): true
      case (.array, .array), (.object, .object): true
      case (.sequence, .array), (.sequence, .string): true
      case (.duration, .int), (.duration, .double), (.duration, .written): true
      case (.duration, .string(let text)): DurationValue.seconds(text) != nil
      default: false
      }
    }

    var description: String {
      switch self {
      case .any: "a value"
      case .number: "a number"
      case .whole: "a whole number"
      case .text: "text"
      case .array: "an array"
      case .object: "an object"
      case .sequence: "text or an array"
      case .duration: "seconds, or a duration such as \"30s\""
      case .timeFormat:
        "made of the letters y M d E H h m s S, such as \"yyyy-MM-dd HH:mm:ss\", with other letters between ' and '"
      }
    }
  }

  var name: String
  var kind: Kind
  var isOptional = false
  var isVariadic = false

  static func required(_ name: String, _ kind: Kind = .any) -> Self { .init(name: name, kind: kind) }
  static func optional(_ name: String, _ kind: Kind = .any) -> Self {
    .init(name: name, kind: kind, isOptional: true)
  }
  static func variadic(_ name: String, _ kind: Kind = .any) -> Self {
    .init(name: name, kind: kind, isVariadic: true)
  }

  var signature: String { name + (isVariadic ? "…" : isOptional ? "?" : "") }
}
