/// Writes numbers in decimal, as JavaScript's Number::toString does.
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

  /// Appends at least `digits` digits, padded with zeros on the left.
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

  /// Appends a number that has at most 15 digits, at most six of them after the point; returns false for any other number. Decimals
  /// that short are all read as different numbers, so the result is the shortest. Avoids a `String` for prices and results of `round`.
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

  /// Appends `scaled` divided by ten to the power of `digits`; `scaled` is whole and below 2⁵³.
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

  /// Appends the number as `toFixed` does: with `fractionDigits` digits after the point (0 to 15), halves rounded away from zero.
  static func appendFixed(_ value: Double, fractionDigits: Int, to buffer: inout [UInt8]) {
    let digits = min(max(fractionDigits, 0), 15)
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 9_007_199_254_740_992 else { return append(value, to: &buffer) }
    appendFixed(scaled, digits: digits, to: &buffer)
  }

  /// Appends the shortest digits that are read as this number, which are those of Swift's `description`.
  private static func appendShortest(_ value: Double, to buffer: inout [UInt8]) {
    var description = value.description
    description.withUTF8 { bytes in
      if !bytes.contains(UInt8(ascii: "e")) {
        let isWhole =
          bytes.count > 2 && bytes[bytes.count - 2] == UInt8(ascii: ".") && bytes[bytes.count - 1] == 0x30
        buffer.append(contentsOf: isWhole ? bytes.dropLast(2) : bytes[...])
      } else {
        appendShortest(scientific: Array(bytes), to: &buffer)
      }
    }
  }

  /// Appends a number that `description` wrote with an exponent, such as `1.25e-07`.
  private static func appendShortest(scientific bytes: [UInt8], to buffer: inout [UInt8]) {
    let mark = bytes.firstIndex(of: UInt8(ascii: "e")) ?? bytes.count
    let exponent = Int(String(decoding: bytes.dropFirst(mark + 1), as: UTF8.self)) ?? 0
    let digits = bytes[..<mark].filter { $0 != UInt8(ascii: ".") }
    let count = digits.count
    // The number of digits before the point.
    let point = exponent + 1
    if point > 0, point <= 21 {
      buffer.append(contentsOf: digits.prefix(point))
      if point < count {
        buffer.append(UInt8(ascii: "."))
        buffer.append(contentsOf: digits.dropFirst(point))
      } else {
        buffer.append(contentsOf: repeatElement(0x30, count: point - count))
      }
    } else if point > -6, point <= 0 {
      buffer.append(contentsOf: "0.".utf8)
      buffer.append(contentsOf: repeatElement(0x30, count: -point))
      buffer.append(contentsOf: digits)
    } else {
      buffer.append(contentsOf: digits.prefix(1))
      if count > 1 {
        buffer.append(UInt8(ascii: "."))
        buffer.append(contentsOf: digits.dropFirst())
      }
      buffer.append(contentsOf: exponent > 0 ? "e+".utf8 : "e-".utf8)
      append(magnitude: exponent.magnitude, digits: 1, to: &buffer)
    }
  }
}
