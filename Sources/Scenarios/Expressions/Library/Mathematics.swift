/// Functions that use only operations with exactly defined rounding, because the C library's functions differ between machines.
enum Mathematics {
  static func sine(turns: Double) -> Double {
    guard turns.isFinite else { return 0 }
    var part = turns - turns.rounded(.down)
    if part > 0.75 { part -= 1 } else if part > 0.25 { part = 0.5 - part }
    let x = part * 2 * Double.pi
    let square = x * x
    var term = x
    var sum = x
    var n = 2.0
    while n < 24 {
      term *= -square / (n * (n + 1))
      sum += term
      n += 2
    }
    return sum
  }

  /// Returns the natural logarithm of a positive, finite number.
  static func logarithm(_ x: Double) -> Double {
    let ratio = (x.significand - 1) / (x.significand + 1)
    let square = ratio * ratio
    var power = ratio
    var sum = 0.0
    var n = 1.0
    while n < 36 {
      sum += power / n
      power *= square
      n += 2
    }
    return 2 * sum + Double(x.exponent) * 0.693_147_180_559_945_3
  }

  /// Returns the quantile of the standard normal distribution at `share` (Acklam's approximation, relative error below 1.2e-9).
  static func normal(_ share: Double) -> Double {
    let p = min(max(share, 0x1p-54), 1 - 0x1p-53)
    if p < 0.02425 { return tail((-2 * logarithm(p)).squareRoot()) }
    if p > 1 - 0.02425 { return -tail((-2 * logarithm(1 - p)).squareRoot()) }
    let q = p - 0.5
    let r = q * q
    return polynomial(r, middleAbove) * q / polynomial(r, middleBelow)
  }

  private static let middleAbove = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let middleBelow = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01, 1,
  ]
  private static let tailAbove = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailBelow = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
  ]

  private static func tail(_ q: Double) -> Double { polynomial(q, tailAbove) / polynomial(q, tailBelow) }

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
}
