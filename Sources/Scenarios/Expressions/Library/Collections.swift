/// Implements the functions on arrays and objects.
enum Collections {
  static func length(_ value: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    switch value {
    case .array(let elements): return .int(elements.count)
    case .object(let members): return .int(members.count)
    case .null: return .int(0)
    default:
      let text = try e.text(of: value)
      try e.charge(bytes: text.utf8.count)
      return .int(TextBytes.length(text))
    }
  }

  /// Returns the position of an index in a sequence of `count` elements, clamped to it. Negative indices count from the end.
  private static func place(_ index: Int, of count: Int) -> Int {
    index >= 0 ? min(index, count) : max(0, count.addingReportingOverflow(index).partialValue)
  }

  static func at(_ value: Value, _ index: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let index = try e.whole(index)
    if case .array(let elements) = value {
      guard index >= -elements.count, index < elements.count else { return .null }
      return elements[index < 0 ? index + elements.count : index]
    }
    if value.isNull { return .null }
    let text = try e.text(of: value)
    try e.charge(bytes: 2 * text.utf8.count)
    let count = TextBytes.length(text)
    guard index >= -count, index < count else { return .null }
    let place = index < 0 ? index + count : index
    return .string(TextBytes.part(text, from: place, to: place + 1))
  }

  static func slice(
    _ value: Value, _ start: Value, _ end: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let start = try e.whole(start)
    let end = end.isNull ? nil : try e.whole(end)
    if case .array(let elements) = value {
      let from = place(start, of: elements.count)
      let to = end.map { place($0, of: elements.count) } ?? elements.count
      guard from < to else { return .array([]) }
      try e.charge(array: to - from)
      return .array(Array(elements.values[from..<to]))
    }
    if value.isNull { return .null }
    let text = try e.text(of: value)
    try e.charge(bytes: 2 * text.utf8.count)
    let count = TextBytes.length(text)
    let from = place(start, of: count)
    let to = end.map { place($0, of: count) } ?? count
    guard from < to else { return .string("") }
    // A character has at most four bytes.
    try e.charge(bytes: min(text.utf8.count, 4 * (to - from)))
    let part = TextBytes.part(text, from: from, to: to)
    guard part.utf8.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    return .string(part)
  }

  static func includes(_ value: Value, _ what: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value
  {
    if case .object(let members) = value {
      let name = try e.text(of: what)
      try e.charge(lookupOf: name, in: members)
      return .bool(members[name] != nil)
    }
    if case .int(let place) = try indexOf(value, what, &e) { return .bool(place >= 0) }
    return .bool(false)
  }

  static func indexOf(_ value: Value, _ what: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    if case .array(let elements) = value {
      for (index, element) in elements.values.enumerated() {
        try e.charge(1)
        if try Value.equal(element, what, &e) { return .int(index) }
      }
      return .int(-1)
    }
    if value.isNull { return .int(-1) }
    let text = try e.text(of: value)
    let search = try ByteSearch.charged(for: try e.text(of: what), in: text, &e)
    let bytes = Array(text.utf8)
    guard let place = search.first(in: bytes, &e) else { return .int(-1) }
    return .int(bytes[..<place].withUnsafeBufferPointer(TextBytes.length))
  }

  static func join(_ value: Value, _ separator: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value
  {
    guard case .array(let elements) = value else { return .string(try e.text(of: value)) }
    let separator = separator.isNull ? "," : try e.text(of: separator)
    var bytes: [UInt8] = []
    for (index, element) in elements.values.enumerated() {
      if index > 0 {
        try e.charge(text: bytes.count + separator.utf8.count, writing: separator.utf8.count)
        bytes.append(contentsOf: separator.utf8)
      }
      if element.isNull { continue }
      try e.write(element, .text, to: &bytes)
      guard bytes.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    }
    try e.charge(bytes: bytes.count)
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  static func concat(_ values: [Value], _ e: inout Evaluation) throws(EvaluationError) -> Value {
    var count = 0
    for value in values {
      if case .array(let elements) = value { count += elements.count } else { count += 1 }
    }
    try e.charge(array: count)
    var result: [Value] = []
    result.reserveCapacity(count)
    for value in values {
      if case .array(let elements) = value { result += elements.values } else { result.append(value) }
    }
    return try e.checked(.array(result))
  }

  static func merge(_ values: [Value], _ e: inout Evaluation) throws(EvaluationError) -> Value {
    var result = Value.Members()
    for case .object(let members) in values {
      guard result.count > 0 else {
        result = members
        continue
      }
      try e.charge(array: result.count)
      for (name, value) in zip(members.names, members.values) {
        try e.charge(lookupOf: name, in: result)
        result[name] = value
      }
    }
    return try e.checked(.object(result))
  }

  static func range(
    _ a: Value, _ b: Value, _ c: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let start = b.isNull ? 0 : try e.whole(a)
    let end = try e.whole(b.isNull ? a : b)
    let step = c.isNull ? 1 : try e.whole(c)
    let isRising = step > 0
    guard isRising ? start < end : step < 0 && start > end else { return .array([]) }
    // The distance between two `Int` values always fits into a `UInt`.
    let distance = isRising ? UInt(bitPattern: end &- start) : UInt(bitPattern: start &- end)
    let count = Int(clamping: (distance - 1) / step.magnitude + 1)
    try e.charge(array: count)
    var numbers: [Value] = []
    numbers.reserveCapacity(count)
    var number = start
    for _ in 0..<count {
      numbers.append(.int(number))
      number &+= step
    }
    return .array(numbers)
  }
}
