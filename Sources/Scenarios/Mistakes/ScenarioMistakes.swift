/// The mistakes that prevent a scenario from being loaded, in the order of the text.
package struct ScenarioMistakes: Error, Sendable, CustomStringConvertible {
  /// At least one error, and perhaps warnings.
  package let mistakes: [Mistake]
  /// The mistakes with the lines they are on.
  package let report: MistakeReport

  init(mistakes: [Mistake], file: String, source: SourceText) {
    let sorted = mistakes.sortedByPlace()
    self.mistakes = sorted
    report = MistakeReport(file: file, source: source, mistakes: sorted)
  }

  package var description: String { report.description }
}

extension [Mistake] {
  /// Returns the mistakes in the order of the text, without duplicates.
  func sortedByPlace() -> [Mistake] {
    var seen: Set<Mistake> = []
    return filter { seen.insert($0).inserted }.enumerated()
      .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
      .map(\.element)
  }
}
