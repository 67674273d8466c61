/// The way in which one or more successive connections of a session are answered, as far as it is known before any request.
///
/// It does not cover preflights, requests that `request` refuses, and `respond` steps, which may occur on any connection.
package struct AttemptOutline: Sendable, Hashable {
  package enum Plays: String, Sendable {
    /// The scenario's steps.
    case steps
    /// The steps of the entry of `attempts`.
    case ownSteps = "own-steps"
    /// No steps: a complete answer is sent.
    case answer
    /// The scenario's steps if the entry's status evaluates to 200; otherwise no steps.
    case statusDecides = "status-decides"
    /// Nothing: the connection is reset.
    case reset
  }

  /// The first connection, counted from 1.
  package var first: Int
  /// The last connection; nil if all further connections are answered in this way.
  package var last: Int?
  /// The line of the entry of `attempts`; 0 after the last entry.
  package var line: Int
  package var plays: Plays
  /// The status; nil if an expression computes it or if nothing is sent.
  package var status: Int?
}

extension PlanSettings {
  /// The outlines of a session's connections, in order. The last one covers all further connections.
  var attemptOutlines: [AttemptOutline] {
    var outlines: [AttemptOutline] = []
    var first = 1
    for entry in attempts {
      // Cannot overflow: an entry has at most a million connections, and a file at most 10,000 values.
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
    let status = answer.statusExpression == nil ? answer.fixedStatus : nil
    if answer.steps != nil { return made(.ownSteps, status) }
    if attempt?.body != nil || answer.redirect != nil || answer.hasNoBody { return made(.answer, status) }
    if attempt?.statusExpression != nil { return made(.statusDecides, nil) }
    return made(attempt?.replacesStream(status: answer.status) == true ? .answer : .steps, status)
  }
}

extension Plan {
  /// The outlines of the session's connections; a single one if the scenario has no `attempts`.
  package var attemptOutlines: [AttemptOutline] { settings.attemptOutlines }
  /// The number of the connection for which the plan is made, from 1.
  package var attempt: Int { run.evaluation.request.attempt }
}

/// An entry of `attempts`: the answer to one or more connections of a session.
struct AttemptRules: Sendable {
  /// The number of connections; nil for all further ones.
  var times: Int?
  /// The answer; nil if the stream is played unchanged.
  var answer: AnswerTemplate?
  /// The line of the entry, from 1.
  var line = 0

  /// Returns the entry for a connection, counted from 1; nil after the last entry.
  static func entry(for attempt: Int, in entries: [AttemptRules]) -> AttemptRules? {
    var rest = attempt
    for entry in entries {
      guard let times = entry.times, rest > times else { return entry }
      rest -= times
    }
    return nil
  }
}
