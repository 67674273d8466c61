extension ExpressionLibrary {
  static let randomEntries: [LibraryEntry] = [
    LibraryEntry(
      name: "random", group: .random, parameters: [],
      summary: "A number from 0 up to but not including 1.", example: ("random()", "0.8833108082136426"),
      effects: .random, implementation: .none { (e) throws(EvaluationError) in .double(e.random.unit()) })
  ]
}
