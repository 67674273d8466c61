/// Loses every nth event, as happens between a broker and a server that does not ask for lost events again.
struct Drop: EventFault {
  static let definition = KeyDefinition(
    "drop", .mapping(.drop), "Events that are lost before they are sent, with their ids.")
  static let keys = [
    KeyDefinition(
      "events", .integer(1...1_000_000),
      "One event in this many is lost: with 10 the tenth, the twentieth, …",
      isRequired: true)
  ]

  private let every: Int
  private var passed = 0
  private(set) var lost = 0
  var buffered: Int { 0 }

  init?(_ member: DocumentMember, _ compiler: inout ScenarioCompiler) {
    guard let every = compiler.events(member, at: .drop) else { return nil }
    self.init(every: every)
  }

  init(every: Int) { self.every = max(every, 1) }

  mutating func take(_ piece: Piece, into output: inout [Piece]) {
    if piece.isEvent {
      passed += 1
      if passed == every {
        passed = 0
        lost += 1
        return
      }
    }
    output.append(piece)
  }

  mutating func finish(into output: inout [Piece]) {}
}
