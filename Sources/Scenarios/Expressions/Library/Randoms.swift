import TextForms

/// Implements functions that return random values.
enum Randoms {
  static func pick(_ elements: [Value], _ e: inout Evaluation) -> Value {
    let place = Int(truncatingIfNeeded: e.random.below(UInt64(max(1, elements.count))))
    return place < elements.count ? elements[place] : .null
  }

  static func weighted(_ weights: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    var choices: [(value: Value, weight: Double)] = []
    switch weights {
    case .object(let members):
      for (name, weight) in zip(members.names, members.values) {
        try e.charge(2)
        choices.append((.string(name), try e.double(weight)))
      }
    case .array(let pairs):
      for pair in pairs.values {
        try e.charge(2)
        guard case .array(let parts) = pair, parts.count > 1 else {
          choices.append((pair, 1))
          continue
        }
        choices.append((parts[0], try e.double(parts[1])))
      }
    default: return .null
    }
    choices.removeAll { !($0.weight > 0 && $0.weight.isFinite) }
    var drawn = e.random.unit() * choices.reduce(0) { $0 + $1.weight }
    for choice in choices {
      if drawn < choice.weight { return choice.value }
      drawn -= choice.weight
    }
    return choices.last?.value ?? .null
  }

  static func shuffle(_ array: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    guard case .array(let sorted) = array else { return .null }
    try e.charge(array: sorted.count)
    try e.charge(2 * sorted.count)
    var elements = sorted.values
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, Int(truncatingIfNeeded: e.random.below(UInt64(last) + 1)))
    }
    return .array(elements)
  }

  /// Appends a UUID of version 4: <https://www.rfc-editor.org/rfc/rfc9562#section-5.4>
  static func appendUUID(_ e: inout Evaluation, to buffer: inout [UInt8]) {
    let high = e.random.next() & ~0xF000 | 0x4000
    let low = e.random.next() & ~(0b11 << 62) | 0b10 << 62
    appendHex(high, from: 15, through: 8, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    appendHex(high, from: 7, through: 4, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    appendHex(high, from: 3, through: 0, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    appendHex(low, from: 15, through: 12, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    appendHex(low, from: 11, through: 0, to: &buffer)
  }

  private static func appendHex(
    _ word: UInt64, from first: Int, through last: Int, to buffer: inout [UInt8]
  ) {
    for place in stride(from: first, through: last, by: -1) {
      buffer.append(Hex.digit(UInt8(truncatingIfNeeded: word >> (place * 4))))
    }
  }

  static func appendHex(_ digits: Int, _ e: inout Evaluation, to buffer: inout [UInt8])
    throws(EvaluationError)
  {
    guard digits > 0 else { return }
    try e.charge(text: digits)
    try e.charge(digits >> 3)
    var word: UInt64 = 0
    for index in 0..<digits {
      if index % 16 == 0 { word = e.random.next() }
      buffer.append(Hex.digit(UInt8(truncatingIfNeeded: word >> 60)))
      word <<= 4
    }
  }
}
