/// Numbers in decimal, as JavaScript's Number::toString lays them out.
///
///     42   -7   0.1   1e+21   1e-7
///
/// <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>
enum NumberText {
  static func append(_ value: Int, to buffer: inout [UInt8]) {
    if value >= 0, value < 10 {
      buffer.append(UInt8(truncatingIfNeeded: value) &+ 0x30)
      return
    }
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    append(magnitude: value.magnitude, digits: 1, to: &buffer)
  }

  /// At least `digits` digits, filled with zeros from the left.
  static func append(magnitude: UInt, digits: Int, to buffer: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { space in
      var rest = magnitude
      var start = space.count
      repeat {
        start -= 1
        space[start] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
        rest /= 10
      } while start > 0 && (rest > 0 || space.count - start < digits)
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: space[start...]))
    }
  }

  static func append(_ value: Double, to buffer: inout [UInt8]) {
    guard value.isFinite else {
      buffer.append(contentsOf: (value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity").utf8)
      return
    }
    if appendShort(value, to: &buffer) { return }
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    appendShortest(value.magnitude, to: &buffer)
  }

  /// A decimal of at most 15 digits and six of them behind the point is the only one of that length that is
  /// read as this number, so it is the shortest. Covers what `round` and prices give, without a `String`.
  private static func appendShort(_ value: Double, to buffer: inout [UInt8]) -> Bool {
    var scale = 1.0
    var digits = 0
    while digits <= 6 {
      let scaled = (value * scale).rounded()
      guard scaled.magnitude < 1e15 else { return false }
      if scaled / scale == value {
        appendFixed(scaled, digits: digits, to: &buffer)
        return true
      }
      scale *= 10
      digits += 1
    }
    return false
  }

  /// `scaled` divided by ten to the power of `digits`; `scaled` is whole and below 2⁵³.
  private static func appendFixed(_ scaled: Double, digits: Int, to buffer: inout [UInt8]) {
    if scaled < 0 { buffer.append(UInt8(ascii: "-")) }
    let magnitude = UInt(exactly: scaled.magnitude) ?? 0
    guard digits > 0 else { return append(magnitude: magnitude, digits: 1, to: &buffer) }
    var divisor: UInt = 1
    for _ in 0..<digits { divisor *= 10 }
    append(magnitude: magnitude / divisor, digits: 1, to: &buffer)
    buffer.append(UInt8(ascii: "."))
    append(magnitude: magnitude % divisor, digits: digits, to: &buffer)
  }

  /// With exactly that many digits behind the point (at most 15), halves away from zero: `toFixed`.
  static func appendFixed(_ value: Double, fractionDigits: Int, to buffer: inout [UInt8]) {
    let digits = min(max(fractionDigits, 0), 15)
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 9_007_199_254_740_992 else { return append(value, to: &buffer) }
    appendFixed(scaled, digits: digits, to: &buffer)
  }

  /// The shortest digits that are read as this number, which is what Swift's `description` has.
  private static func appendShortest(_ value: Double, to buffer: inout [UInt8]) {
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var seenPoint = false
    var bytes = Array(value.description.utf8)[...]
    if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) ?? 0
      bytes = bytes[..<mark]
    }
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
      } else {
        if !(digits.isEmpty && byte == 0x30) {
          digits.append(byte)
          if !seenPoint { point += 1 }
        } else if seenPoint {
          point -= 1
        }
      }
    }
    while digits.last == 0x30 { digits.removeLast() }
    point += exponent
    let count = digits.count
    switch point {
    case count...21 where point >= count:
      buffer.append(contentsOf: digits)
      buffer.append(contentsOf: repeatElement(0x30, count: point - count))
    case 1...21:
      buffer.append(contentsOf: digits.prefix(point))
      buffer.append(UInt8(ascii: "."))
      buffer.append(contentsOf: digits.dropFirst(point))
    case -5...0:
      buffer.append(contentsOf: "0.".utf8)
      buffer.append(contentsOf: repeatElement(0x30, count: -point))
      buffer.append(contentsOf: digits)
    default:
      buffer.append(contentsOf: digits.prefix(1))
      if count > 1 {
        buffer.append(UInt8(ascii: "."))
        buffer.append(contentsOf: digits.dropFirst())
      }
      buffer.append(contentsOf: point > 0 ? "e+".utf8 : "e-".utf8)
      append((point - 1).magnitude > 0 ? Int((point - 1).magnitude) : 0, to: &buffer)
    }
  }
}
