/// Lets one body run after the other, and each to its end: also when the task that asks for it is cancelled, such as that of a request whose
/// client has left.
actor Turns {
  private var last: Task<Void, Never>?

  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let previous = last
    let turn = Task {
      await previous?.value
      return try await body()
    }
    last = Task { _ = await turn.result }
    return try await turn.value
  }
}
