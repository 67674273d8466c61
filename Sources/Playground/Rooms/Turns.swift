/// Lets one body run after the other.
actor Turns {
  private var last: Task<Void, Never>?

  func run<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
    let previous = last
    let (finished, signal) = AsyncStream<Never>.makeStream()
    last = Task { for await _ in finished {} }
    defer { signal.finish() }
    await previous?.value
    return try await body()
  }
}
