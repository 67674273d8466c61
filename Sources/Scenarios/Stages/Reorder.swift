/// Changes the order of events within groups, as several workers behind one queue do.
struct Reorder: EventFault {
  static let definition = KeyDefinition(
    "reorder", .mapping(.reorder),
    "Events that are sent in another order, drawn from the seed.")
  static let keys = [
    KeyDefinition(
      "events", .integer(2...100),
      "The size of a group whose events are shuffled. A group is sent when it is complete; an incomplete one at a gate, a silence or the end.",
      isRequired: true)
  ]

  private let count: Int
  private var random = SeededRandom(seed: 0)
  private var group: [Piece] = []
  private(set) var buffered = 0

  init?(_ member: DocumentMember, _ compiler: inout ScenarioCompiler) {
    guard let count = compiler.events(member, at: .reorder) else { return nil }
    self.init(count: count)
  }

  init(count: Int) { self.count = count }

  mutating func begin(seed: UInt64) {
    random = SeededRandom(mixing: seed ^ 0x5EED_0F0E_4DE4_0001)
  }

  /// Immediately passes on anything that is not an event.
  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    guard piece.isEvent else { return output.append(piece) }
    group.append(piece)
    buffered += piece.bytes.count
    if group.count >= count { finish(into: &output) }
  }

  mutating func finish(into output: inout [Piece]) {
    while !group.isEmpty { output.append(group.remove(at: Int(random.below(UInt64(group.count))))) }
    buffered = 0
  }
}
