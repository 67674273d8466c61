/// What the value of an expression depends on, or changes, beside its own text.
struct Effects: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Takes seeded random numbers: it must be evaluated in its turn, even where its value is not needed.
  static let random = Effects(rawValue: 1)
  /// Remembers something between evaluations, as `walk` does: must be evaluated in its turn too.
  static let state = Effects(rawValue: 2)
  /// Reads the wall clock or the monotonic clock.
  static let clock = Effects(rawValue: 4)
  /// Reads plan time, the counter, a variable or the seed.
  static let place = Effects(rawValue: 8)
  /// Reads the request, more of it than its seed.
  static let request = Effects(rawValue: 16)

  /// Whether leaving the evaluation out would change later ones.
  var mustBeEvaluated: Bool { !isDisjoint(with: [.random, .state]) }
}
