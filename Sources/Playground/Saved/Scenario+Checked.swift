import Scenarios

extension Scenario {
  /// Loads a text that a request brings.
  ///
  /// - Throws: 413 when it is too long, 422 with every mistake and its place.
  static func checked(_ source: String, name: String, limit: Int, resolve: (String) -> String?)
    throws(Refusal) -> Scenario
  {
    guard source.utf8.count <= limit else {
      throw Refusal(
        .contentTooLarge,
        "A scenario may have \(limit) bytes; '\(name.forSentence)' has \(source.utf8.count).")
    }
    do throws(ScenarioMistakes) {
      return try load(text: source, name: name, resolve: resolve)
    } catch {
      throw .mistakes([error.report])
    }
  }
}

extension Refusal {
  /// 422 with every mistake of the texts.
  static func mistakes(_ reports: [MistakeReport]) -> Refusal {
    var members: [JSONValue] = []
    var places: [String] = []
    for report in reports {
      for mistake in report.mistakes {
        members.append(mistake.json(file: report.file))
        guard mistake.severity == .error else { continue }
        places.append("\(report.file), line \(mistake.line): \(mistake.message.forSentence.asSentence)")
      }
    }
    let first = places.first.map { " The first: \($0)" } ?? ""
    return Refusal(
      .unprocessableContent,
      "There \(places.count == 1 ? "is a mistake" : "are \(places.count) mistakes").\(first)",
      [JSONValue.Member(name: "mistakes", value: .array(members))])
  }

  static func conflict(_ why: String) -> Refusal { Refusal(.conflict, "This cannot be saved: \(why).") }
}
