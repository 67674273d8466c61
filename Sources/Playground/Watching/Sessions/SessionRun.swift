/// What tells one run of a scenario from another, where each request draws its own.
struct SessionRun: Hashable, Sendable {
  var seed: Seed
  /// What the request's id is made of; nil: the seed.
  var idNumber: UInt64?

  /// Another one.
  static func drawn(seed: Seed?) -> SessionRun {
    SessionRun(seed: seed ?? Seed(number: .random(in: 0..<(1 << 53))), idNumber: .random(in: .min ... .max))
  }
}
