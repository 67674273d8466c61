/// Runs bodies one at a time, in order. Every body gets its turn.
actor Turns {
  private var last: Task<Void, Never>?

  /// Runs a body in the calling task after the earlier ones have ended. A cancelled task still waits for its turn, and its body sees the
  /// cancellation.
  func take<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async rethrows -> Result
  {
    let previous = last
    let (finished, signal) = AsyncStream<Never>.makeStream()
    last = Task { for await _ in finished {} }
    defer { signal.finish() }
    await previous?.value
    return try await body()
  }

  /// Runs a body to its end even if the calling task is cancelled, for example because the request's client has left.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    try await Task { try await take(body) }.value
  }
}
