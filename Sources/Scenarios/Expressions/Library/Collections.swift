/// What the functions on arrays and objects do.
enum Collections {
  static func length(_ value: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    switch value {
    case .array(let elements): return .int(elements.count)
    case .object(let members): return .int(members.count)
    case .null: return .int(0)
    default:
      let text = try e.text(of: value)
      try e.chargeScan(text.utf8.count)
      return .int(text.unicodeScalars.count)
    }
  }

  /// The place an index means in something of that length, counted from the end if it is negative.
  private static func place(_ index: Int, of count: Int) -> Int {
    index >= 0 ? min(index, count) : max(0, count.addingReportingOverflow(index).partialValue)
  }

  static func at(_ value: Value, _ index: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let index = index.whole
    if case .array(let elements) = value {
      guard index >= -elements.count, index < elements.count else { return .null }
      return elements[index < 0 ? index + elements.count : index]
    }
    if value.isNull { return .null }
    let text = try e.text(of: value)
    try e.chargeScan(text.utf8.count)
    let scalars = text.unicodeScalars
    let count = scalars.count
    guard index >= -count, index < count else { return .null }
    return scalars.dropFirst(index < 0 ? index + count : index).first.map { .string(String(Character($0))) }
      ?? .null
  }

  static func slice(
    _ value: Value, _ start: Value, _ end: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    if case .array(let elements) = value {
      let from = place(start.whole, of: elements.count)
      let to = end.isNull ? elements.count : place(end.whole, of: elements.count)
      guard from < to else { return .array([]) }
      try e.charge(to - from)
      return .array(Array(elements[from..<to]))
    }
    if value.isNull { return .null }
    let text = try e.text(of: value)
    try e.chargeScan(text.utf8.count)
    let scalars = text.unicodeScalars
    let count = scalars.count
    let from = place(start.whole, of: count)
    let to = end.isNull ? count : place(end.whole, of: count)
    guard from < to else { return .string("") }
    let part = String(scalars.dropFirst(from).prefix(to - from))
    try e.chargeText(part.utf8.count)
    return .string(part)
  }

  static func includes(_ value: Value, _ what: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value
  {
    if case .object(let members) = value {
      try e.charge(1 + members.count >> 6)
      return .bool(members[try e.text(of: what)] != nil)
    }
    if case .int(let place) = try indexOf(value, what, &e) { return .bool(place >= 0) }
    return .bool(false)
  }

  static func indexOf(_ value: Value, _ what: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    if case .array(let elements) = value {
      for (index, element) in elements.enumerated() {
        try e.charge(1)
        if try Value.equal(element, what, &e) { return .int(index) }
      }
      return .int(-1)
    }
    if value.isNull { return .int(-1) }
    let bytes = Array(try e.text(of: value).utf8)
    try e.chargeScan(bytes.count)
    guard let place = ByteSearch(Array(try e.text(of: what).utf8)).first(in: bytes) else { return .int(-1) }
    return .int(String(decoding: bytes[..<place], as: UTF8.self).unicodeScalars.count)
  }

  static func join(_ value: Value, _ separator: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value
  {
    guard case .array(let elements) = value else { return .string(try e.text(of: value)) }
    let separator = separator.isNull ? "," : try e.text(of: separator)
    var bytes: [UInt8] = []
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(contentsOf: separator.utf8) }
      try e.charge(1)
      if !element.isNull, !element.append(.text, to: &bytes, end: EvaluationError.outputLimit) {
        throw .tooMuchOutput
      }
      guard bytes.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    }
    try e.chargeText(bytes.count)
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  static func concat(_ values: [Value], _ e: inout Evaluation) throws(EvaluationError) -> Value {
    var result: [Value] = []
    for value in values {
      try e.chargeContent(value)
      if case .array(let elements) = value { result += elements } else { result.append(value) }
      try e.charge(1)
    }
    return .array(result)
  }

  static func merge(_ values: [Value], _ e: inout Evaluation) throws(EvaluationError) -> Value {
    var result = Value.Members()
    for case .object(let members) in values {
      try e.chargeContent(.object(members), depth: 0)
      for (name, value) in zip(members.names, members.values) {
        try e.charge(1 + result.count >> 6)
        result[name] = value
      }
    }
    return .object(result)
  }

  static func range(
    _ a: Value, _ b: Value, _ c: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let start = b.isNull ? 0 : a.whole
    let end = b.isNull ? a.whole : b.whole
    let step = c.isNull ? 1 : c.whole
    var numbers: [Value] = []
    var number = start
    while step > 0 ? number < end : step < 0 && number > end {
      try e.charge(1)
      numbers.append(.int(number))
      let (next, overflow) = number.addingReportingOverflow(step)
      if overflow { break }
      number = next
    }
    return .array(numbers)
  }
}
