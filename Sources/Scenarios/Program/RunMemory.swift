/// The bytes that one stream keeps: its variables, the lists of its loops, and what stages hold back.
struct RunMemory: Sendable {
  static let limit = 8 << 20

  /// Of variables and lists.
  private(set) var weight = 0
  /// Of what stages hold back.
  var held = 0

  mutating func replace(_ old: Int, by new: Int) throws(PlanFailure) {
    weight += new - old
    guard weight + held <= Self.limit else {
      throw PlanFailure("its variables and lists come to more than 8 MiB")
    }
  }
}
