/// A response, or a reset, in place of a stream.
struct PlanAnswer {
  enum Kind {
    case response(PlainResponse)
    /// A `respond` step, which is evaluated when the response is due.
    case step(Int)
    case reset
  }

  var kind: Kind
  var line = 0

  /// Whether it comes from a step.
  var isOfSteps: Bool { if case .step = kind { true } else { false } }
}

extension Plan {
  /// Returns the answer, and ends the plan.
  mutating func respond(with answer: PlanAnswer, _ clock: ClockReading) -> Next {
    phase = .over(.complete)
    switch answer.kind {
    case .response(let response): return .respond(response)
    case .reset:
      phase = .over(.reset)
      return .end(.reset)
    case .step(let number):
      run.evaluation.clock = clock
      run.evaluation.begin()
      do throws(PlanFailure) {
        var response = try run.response(run.program.answers[number])
        response.origin = .step
        return .respond(withCORSFields(response))
      } catch {
        return .respond(withCORSFields(PlainResponse(failure: error.message)))
      }
    }
  }

  private func withCORSFields(_ response: PlainResponse) -> PlainResponse {
    run.withCORSFields(response, settings)
  }

  /// Responds in place of the stream.
  mutating func refuse(
    _ response: PlainResponse, at time: PlanTime, line: Int = 0, origin: PlainResponse.Origin? = nil
  ) {
    var response = response
    response.origin = origin ?? response.origin
    answer(.response(withCORSFields(response)), at: time, line: line)
  }

  mutating func answer(_ kind: PlanAnswer.Kind, at time: PlanTime, line: Int = 0) {
    start = time
    phase = .answering(PlanAnswer(kind: kind, line: line))
  }
}
