/// Lets one body run after the other, and nobody's turn is given up.
actor Turns {
  private var last: Task<Void, Never>?

  /// Runs a body in the task that asks, when those before it have ended: a task that is cancelled waits all the same, and the body
  /// sees that it is.
  func take<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async rethrows -> Result
  {
    let previous = last
    let (finished, signal) = AsyncStream<Never>.makeStream()
    last = Task { for await _ in finished {} }
    defer { signal.finish() }
    await previous?.value
    return try await body()
  }

  /// Runs a body to its end also when the task that asks is cancelled, such as that of a request whose client has left.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    try await Task { try await take(body) }.value
  }
}
