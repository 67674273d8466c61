/// How a request is received, before the first step.
enum Reception: Sendable {
  case stream(ResponseHead, AnswerTemplate.Framing?)
  case answer(PlainResponse)
  case reset
}

extension ProgramRun {
  /// Receives the request and says how long the answer is waited for, in nanoseconds.
  ///
  /// Works on a copy, so that the steps' random numbers do not depend on it.
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
    let methods = settings.request?.methods ?? RequestRules().methods
    if request.method == "OPTIONS" {
      if let cors = settings.cors { return (.answer(cors.preflight(request, methods: methods)), 0) }
      return (
        .answer(
          PlainResponse(
            status: 204, headers: [(name: "allow", value: methods.joined(separator: ", "))], body: [])), 0
      )
    }
    let cors = settings.cors?.headers(for: request) ?? []
    if let own = settings.proxy?.answer {
      var response = own.response(to: request)
      response.headers += cors
      return (.answer(response), 0)
    }
    if let rules = settings.request, var refusal = try refusal(rules) {
      refusal.headers += cors
      return (.answer(refusal), 0)
    }
    let attempt = AttemptRules.answer(for: request.attempt, in: settings.attempts)
    let answer = Self.merge(settings.response, attempt)
    let delay = try answer.delay.map { delay throws(PlanFailure) in try duration(delay) } ?? 0
    if answer.resets { return (.reset, delay) }
    let isError = attempt.map { $0.body != nil || $0.redirect != nil || ($0.status ?? 200) != 200 } ?? false
    if isError || answer.redirect != nil || answer.hasNoBody {
      var response = try response(answer)
      response.headers += cors
      return (.answer(response), delay)
    }
    var head = try head(answer)
    if settings.cors?.isMissingOnStream != true { head.headers += cors }
    return (.stream(head, answer.framing), delay)
  }

  /// What an attempt says goes before what `response` says.
  private static func merge(_ response: AnswerTemplate?, _ attempt: AnswerTemplate?) -> AnswerTemplate {
    guard var merged = response else { return attempt ?? AnswerTemplate() }
    guard let attempt else { return merged }
    merged.status = attempt.status ?? merged.status
    let names = Set(attempt.headers.map(\.name))
    merged.headers = merged.headers.filter { !names.contains($0.name) } + attempt.headers
    merged.contentType = attempt.contentType ?? (attempt.body == nil ? merged.contentType : nil)
    merged.redirect = attempt.redirect ?? merged.redirect
    merged.body = attempt.body ?? merged.body
    merged.retryAfter = attempt.retryAfter ?? merged.retryAfter
    merged.delay = attempt.delay ?? merged.delay
    merged.framing = attempt.framing ?? merged.framing
    merged.resets = attempt.resets || merged.resets
    return merged
  }
}
