/// What connections of a session that follow one another are answered with, as far as that is known before one comes.
///
/// A request that is not what `request` says, a preflight and a `respond` step are answered otherwise, whichever connection it is.
package struct AttemptOutline: Sendable, Hashable {
  package enum Plays: String, Sendable {
    /// The scenario's steps.
    case steps
    /// Steps of its own.
    case ownSteps = "own-steps"
    /// No steps: it is a whole answer.
    case answer
    /// The scenario's steps where its status comes to 200, and else no steps.
    case statusDecides = "status-decides"
    /// Nothing: the connection is reset.
    case reset
  }

  /// From 1.
  package var first: Int
  /// nil: all that follow.
  package var last: Int?
  /// The line of the entry of `attempts`; 0: behind the last.
  package var line: Int
  package var plays: Plays
  /// nil: it is worked out, or nothing is sent.
  package var status: Int?
}

extension PlanSettings {
  /// What each connection of a session is answered with, in order; the last entry has no end.
  var attemptOutlines: [AttemptOutline] {
    var outlines: [AttemptOutline] = []
    var first = 1
    for entry in attempts {
      // Entries of a million connections at most, and no more of them than a file has values.
      let last = entry.times.map { first + $0 - 1 }
      outlines.append(outline(entry.answer, line: entry.line, first: first, last: last))
      guard let last else { return outlines }
      first = last + 1
    }
    outlines.append(outline(nil, line: 0, first: first, last: nil))
    return outlines
  }

  private func outline(_ attempt: AnswerTemplate?, line: Int, first: Int, last: Int?) -> AttemptOutline {
    func made(_ plays: AttemptOutline.Plays, _ status: Int?) -> AttemptOutline {
      AttemptOutline(first: first, last: last, line: line, plays: plays, status: status)
    }
    if let proxy = proxy?.answer { return made(.answer, proxy.response(to: PlanRequest()).status) }
    let answer = ProgramRun.merge(response, attempt)
    if answer.resets { return made(.reset, nil) }
    let status =
      answer.statusExpression == nil ? answer.status ?? (answer.redirect == nil ? 200 : 302) : nil
    if answer.steps != nil { return made(.ownSteps, status) }
    if attempt?.body != nil || answer.redirect != nil || answer.hasNoBody { return made(.answer, status) }
    if attempt?.statusExpression != nil { return made(.statusDecides, nil) }
    return made(attempt?.isWhole(status: answer.status) == true ? .answer : .steps, status)
  }
}

extension Plan {
  /// What each connection of its session is answered with; of a scenario without `attempts` one entry.
  package var attemptOutlines: [AttemptOutline] { settings.attemptOutlines }
  /// Which of them it is made for, from 1.
  package var attempt: Int { run.evaluation.request.attempt }
}
