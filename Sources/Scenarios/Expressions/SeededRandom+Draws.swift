/// How numbers are drawn. Not left to the standard library, whose algorithms may change between versions.
extension SeededRandom {
  /// Draws a number from 0 up to but not including 1, in steps of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Draws uniformly from 0 up to but not including `bound` (Lemire, "Fast Random Integer Generation in an Interval", 2019).
  mutating func below(_ bound: UInt64) -> UInt64 {
    guard bound > 1 else { return 0 }
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// Draws a whole number between two, both included; the order of the two does not matter.
  mutating func whole(_ a: Int, _ b: Int) -> Int {
    let (low, high) = (Swift.min(a, b), Swift.max(a, b))
    let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low)) &+ 1
    let drawn = span == 0 ? next() : below(span)
    return Int(truncatingIfNeeded: UInt64(bitPattern: Int64(low)) &+ drawn)
  }
}
