/// A value of an expression: a JSON value, with a separate case for whole numbers, so that they stay exact.
package enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  /// A number that `int` or `double` would write with other digits.
  case written(WrittenNumber)
  case string(String)
  case array(Elements)
  case object(Members)

  package static func array(_ values: [Value]) -> Value { .array(Elements(values)) }

  /// Bytes of memory that the value takes, including all its parts. A part that occurs twice counts twice even if its memory is shared,
  /// so that the weight also limits the work of writing the value. Arrays and objects store it, so reading it takes constant time.
  package var weight: Int { MemoryLayout<Value>.stride + measure.weight }

  /// The number of arrays and objects around the innermost value: 0 for a number, 2 for `[[1]]`.
  var depth: Int { measure.depth }

  fileprivate var measure: Measure {
    switch self {
    case .string(let text): Measure(of: text)
    case .written(let number): Measure(of: number.text)
    case .array(let elements): elements.measure
    case .object(let members): members.measure
    default: Measure()
    }
  }

  /// The memory that a value takes in addition to the size of a `Value`, and its depth.
  struct Measure: Hashable, Sendable {
    /// Bytes that an allocation takes in addition to its contents.
    private static let header = 32
    /// The maximum number of bytes in a text that `String` stores inline.
    private static let smallText = 15

    private var bytes: UInt32 = 0
    private var levels: UInt8 = 0

    /// Bytes. Saturates at `UInt32.max`, which exceeds every limit.
    var weight: Int { Int(bytes) }
    var depth: Int { Int(levels) }

    init() {}

    init(of text: String) {
      let count = text.utf8.count
      if count > Self.smallText { add(Self.header + count) }
    }

    /// The measure of an array.
    init(around values: [Value]) {
      levels = 1
      add(Self.header)
      for value in values { add(value) }
    }

    /// The measure of an object.
    init(names: [String], values: [Value]) {
      self.init(around: values)
      for name in names { add(name: name) }
    }

    mutating func add(_ value: Value) {
      let inner = value.measure
      add(value.weight)
      levels = max(levels, inner.levels == .max ? .max : inner.levels + 1)
    }

    mutating func add(name: String) { add(MemoryLayout<String>.stride + Measure(of: name).weight) }

    private mutating func add(_ count: Int) {
      let (sum, overflow) = bytes.addingReportingOverflow(UInt32(clamping: count))
      bytes = overflow ? .max : sum
    }
  }

  package struct Elements: Hashable, Sendable, RandomAccessCollection {
    package let values: [Value]
    let measure: Measure

    package init(_ values: [Value]) {
      self.values = Self.tight(values)
      measure = Measure(around: values)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { values.count }
    package subscript(index: Int) -> Value { values[index] }

    /// Returns the values with little spare capacity, so that `weight` is close to the memory that the array really takes.
    private static func tight(_ values: [Value]) -> [Value] {
      guard values.count > 16, values.capacity / 5 > values.count / 4 else { return values }
      var copy: [Value] = []
      copy.reserveCapacity(values.count)
      copy += values
      return copy
    }
  }

  /// The members of an object, in the order in which they are written.
  package struct Members: Hashable, Sendable {
    package private(set) var names: [String] = []
    package private(set) var values: [Value] = []
    private(set) var measure: Measure

    package init() { self.init(names: [], values: []) }

    package init(_ pairs: [(String, Value)]) {
      self.init()
      for (name, value) in pairs { self[name] = value }
    }

    /// - Parameter names: must be distinct.
    init(names: [String], values: [Value]) {
      self.names = names
      self.values = values
      measure = Measure(names: names, values: values)
    }

    package var count: Int { Swift.min(names.count, values.count) }

    /// The value of the member with this name. A member that is set again keeps its position; setting nil removes it.
    package subscript(name: String) -> Value? {
      get {
        guard let index = index(of: name), index < values.count else { return nil }
        return values[index]
      }
      set {
        guard let index = index(of: name), index < values.count else {
          if let newValue { append(name, newValue) }
          return
        }
        if let newValue {
          values[index] = newValue
        } else {
          names.remove(at: index)
          values.remove(at: index)
        }
        measure = Measure(names: names, values: values)
      }
    }

    /// Appends a member. Its name must not be in use yet.
    mutating func append(_ name: String, _ value: Value) {
      names.append(name)
      values.append(value)
      measure.add(value)
      measure.add(name: name)
    }

    private func index(of name: String) -> Int? { names.firstIndex { TextBytes.areEqual($0, name) } }
  }
}
