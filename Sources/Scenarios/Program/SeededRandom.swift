/// The only source of randomness: the same seed gives the same numbers, on every machine and in every version. Ranges are not left to the
/// standard library, whose algorithms may change between versions.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

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

  /// Draws a whole number between `a` and `b`, both included; either may be the larger one.
  mutating func whole(_ a: Int, _ b: Int) -> Int {
    let (low, high) = (Swift.min(a, b), Swift.max(a, b))
    let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low)) &+ 1
    let drawn = span == 0 ? next() : below(span)
    return Int(truncatingIfNeeded: UInt64(bitPattern: Int64(low)) &+ drawn)
  }
}
