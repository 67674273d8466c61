/// How long is waited between the writes of one piece.
///
/// Drawn from random numbers of its own, so that those of the steps do not depend on how bytes are cut.
struct Pace: Sendable {
  private var random: SeededRandom

  /// - Parameter key: tells the pieces of a stream apart.
  init(seed: UInt64, key: UInt64) {
    var mixer = SeededRandom(seed: seed ^ (key &* 0xD1B5_4A32_D192_ED03))
    random = SeededRandom(seed: mixer.next())
  }

  mutating func next(_ pace: Delay, _ pause: (Delay, inout SeededRandom) -> UInt64) -> UInt64 {
    pause(pace, &random)
  }
}
