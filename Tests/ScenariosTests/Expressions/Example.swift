@testable import Scenarios

/// The conditions that docs/expressions.md states for its examples.
enum Example {
  static let request = {
    var request = plainRequest
    request.target = "/stream/agent-7?limit=5"
    return request
  }()

  private static let plainRequest = PlanRequest(
    method: "POST", path: "/stream/agent-7", parameters: ["agent_id": "agent-7"],
    query: [("limit", "5"), ("tag", "a"), ("tag", "b")],
    headers: [("host", "localhost:8000"), ("user-agent", "curl/8.5.0")],
    body: Array(#"{"model":"demo","messages":[{"role":"user","content":"Hello!"}]}"#.utf8),
    remoteAddress: "127.0.0.1", lastEventID: "42", attempt: 2, session: "demo", seed: 1)

  /// The value of an expression in the third turn of a loop, as JSON.
  static func json(_ text: String) throws -> String {
    var scope = Scope()
    let index = scope.declareLoop()
    let expression = try Compiling.expression(text, scope: scope)
    var evaluation = Evaluation(
      layout: scope.layout, request: request,
      clock: ClockReading(wall: 1_795_343_419_123_000_000, monotonic: 86_400_000_000_001))
    evaluation.slots[index] = .int(2)
    evaluation.counter = 7
    evaluation.elapsed = 5_000_000_000
    var buffer: [UInt8] = []
    try expression.append(.json, to: &buffer, &evaluation)
    return String(decoding: buffer, as: UTF8.self)
  }
}
