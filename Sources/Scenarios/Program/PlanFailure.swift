/// Why a plan cannot go on: something that only showed when it played.
struct PlanFailure: Error {
  var message: String

  init(_ message: String) { self.message = message }
  init(_ error: EvaluationError) { message = error.description }
}
