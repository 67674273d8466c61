/// The first reaction to a request, before any step plays.
enum Reception: Sendable {
  case stream(ResponseHead, AnswerTemplate.Framing?, AnswerTemplate.Steps?)
  /// A complete answer, and the line of the entry of `attempts` that it comes from; 0 if it does not come from one.
  case answer(PlainResponse, line: Int = 0)
  case reset(line: Int)
}

extension ProgramRun {
  /// Returns the reaction to the request, and the delay of the answer in nanoseconds. Subtracts the work it takes from `work`.
  ///
  /// Works on a copy, so that it does not change the random numbers of the steps.
  func receive(_ settings: PlanSettings, _ work: inout Int) -> (reception: Reception, delay: UInt64) {
    var run = self
    run.runPrelude()
    run.evaluation.begin()
    defer { work -= run.takeSpent() }
    do throws(PlanFailure) {
      return try run.reception(settings)
    } catch {
      var response = PlainResponse(failure: error.message)
      response.headers += settings.cors?.headers(for: evaluation.request) ?? []
      return (.answer(response), 0)
    }
  }

  private mutating func reception(_ settings: PlanSettings) throws(PlanFailure) -> (Reception, UInt64) {
    let request = evaluation.request
    let methods = settings.methods
    if request.method == "OPTIONS" {
      var response = PlainResponse(
        status: 204, headers: [(name: "allow", value: methods.joined(separator: ", "))], body: [])
      if let cors = settings.cors { response = try preflight(cors, methods: methods) }
      // A browser silently repeats a request that is reset on a reused connection, so this connection must not be reused.
      if settings.mayReset { response.headers.append((name: "connection", value: "close")) }
      response.origin = .preflight
      return (.answer(response), 0)
    }
    if let own = settings.proxy?.answer {
      var response = own.response(to: request)
      response.origin = .proxy
      return (.answer(withCORSFields(response, settings)), 0)
    }
    let entry = AttemptRules.entry(for: request.attempt, in: settings.attempts)
    let attempt = entry?.answer
    var answer = Self.merge(settings.response, attempt)
    if !answer.resets, Self.resets(after: request.attempt, settings) { answer.closes = true }
    if let rules = settings.request, var refusal = try refusal(rules) {
      if answer.closes, !refusal.headers.contains(where: { $0.name == "connection" }) {
        refusal.headers.append((name: "connection", value: "close"))
      }
      refusal.origin = .request
      return (.answer(withCORSFields(refusal, settings)), 0)
    }
    let delay = try answer.delay.map { delay throws(PlanFailure) in try duration(delay) } ?? 0
    let line = entry?.line ?? 0
    if answer.resets { return (.reset(line: attempt?.resets == true ? line : 0), delay) }
    answer.status = answer.saysStatus ? try status(of: answer) : nil
    answer.statusExpression = nil
    let isOfAttempt = attempt?.replacesStream(status: answer.status) ?? false
    if isOfAttempt || answer.redirect != nil || answer.hasNoBody {
      if let attempt, isOfAttempt {
        // The stream's framing and ending do not apply to an answer that replaces the stream.
        answer.framing = attempt.framing
        answer.ending = attempt.ending
      }
      var response = try response(answer)
      response.origin = isOfAttempt ? .attempt : .response
      return (.answer(withCORSFields(response, settings), line: isOfAttempt ? line : 0), delay)
    }
    var head = try head(answer)
    if let cors = settings.cors, !cors.isMissingOnStream {
      head.headers += cors.headers(for: request, beside: head.headers, omitted: head.omitted)
    }
    return (.stream(head, answer.framing, answer.steps), delay)
  }

  /// Returns a response with the header fields that `cors` adds to every answer.
  func withCORSFields(_ response: PlainResponse, _ settings: PlanSettings) -> PlainResponse {
    var response = response
    response.headers +=
      settings.cors?.headers(
        for: evaluation.request, beside: response.headers, omitted: response.omitted) ?? []
    return response
  }

  /// Whether the connection after `attempt` is reset.
  private static func resets(after attempt: Int, _ settings: PlanSettings) -> Bool {
    guard settings.mayReset, attempt < .max else { return false }
    return merge(settings.response, AttemptRules.entry(for: attempt + 1, in: settings.attempts)?.answer)
      .resets
  }

  /// Merges `response` with an entry of `attempts`, which takes precedence.
  static func merge(_ response: AnswerTemplate?, _ attempt: AnswerTemplate?) -> AnswerTemplate {
    guard var merged = response else { return attempt ?? AnswerTemplate() }
    guard let attempt else { return merged }
    if attempt.saysStatus {
      merged.status = attempt.status
      merged.statusExpression = attempt.statusExpression
    }
    var names = attempt.names
    if attempt.contentType != nil { names.insert("content-type") }
    merged.headers = merged.headers.filter { !names.contains($0.name.lowercased()) } + attempt.headers
    merged.omitted = merged.omitted.subtracting(names).union(attempt.omitted)
    merged.contentType = attempt.contentType ?? (attempt.body == nil ? merged.contentType : nil)
    merged.redirect = attempt.redirect ?? merged.redirect
    merged.body = attempt.body ?? merged.body
    merged.retryAfter = attempt.retryAfter ?? merged.retryAfter
    merged.delay = attempt.delay ?? merged.delay
    merged.framing = attempt.framing ?? merged.framing
    merged.ending = attempt.ending
    merged.closes = attempt.closes || merged.closes
    merged.resets = attempt.resets || merged.resets
    if let steps = attempt.steps {
      // The steps produce a body, so a redirect, a reset or a status without a body in `response` does not apply.
      merged.steps = steps
      merged.redirect = nil
      merged.resets = false
      if merged.hasNoBody { merged.status = nil }
    }
    return merged
  }
}
