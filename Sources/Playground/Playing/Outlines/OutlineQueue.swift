import HTTPTypes
import MicroHTTP
import ScenarioStore
import Scenarios
import Synchronization

/// Whose turn it is to have an outline made: one is made at a time, clients take turns, and those of one client are made in the order
/// in which it asked.
///
///     let result = try await outlines.run(for: request.clientNetwork, asked: request.startedAt) { … }
///
/// Its thread is its own and stands behind all others of the process: what others read, save and stream goes before it.
final class OutlineQueue: Sendable {
  /// Requests that wait at once, whoever's they are.
  static let limit = 64

  private struct Waiter {
    var id: UInt64
    var asked: UInt64
    var turn: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var isBusy = false
    var lastID: UInt64 = 0
    /// Of each client that has some, the longest waiting first.
    var waiting: [String: [Waiter]] = [:]
    /// The clients among `waiting`, the next one first.
    var order: [String] = []
    var count = 0
  }

  private let workers: WorkerThreads?
  private let state = Mutex(State())

  /// - Parameter workers: nil to compute where the caller is.
  init(workers: WorkerThreads?) { self.workers = workers }

  deinit { workers?.close() }

  /// How many wait.
  var count: Int { state.withLock { $0.count } }

  /// Why a client would be refused if it asked now, for those that have still to send their text; nil if it would not.
  func refusal(for client: String) -> Refusal? {
    state.withLock { state in
      state.isBusy && state.count >= Self.limit && Self.latestOfMost(besides: client, state) == nil
        ? .tooManyOutlines : nil
    }
  }

  /// Computes in the client's turn.
  ///
  /// - Parameter asked: when the client did (`Request.startedAt`): the threads of the pool may bring a request here before an earlier one.
  /// - Throws: `Refusal` with 429 where there are too many; `CancellationError` if the task was cancelled; what `compute` throws.
  func run<Value: Sendable>(for client: String, asked: UInt64, _ compute: @Sendable () throws -> Value)
    async throws -> Value
  {
    try await takeTurn(client, asked)
    defer { endTurn() }
    try Task.checkCancellation()
    let value = try await withTaskExecutorPreference(workers) { try compute() }
    // What was given up in the middle is not a whole result.
    try Task.checkCancellation()
    return value
  }

  private func takeTurn(_ client: String, _ asked: UInt64) async throws {
    let id = state.withLock { state in
      state.lastID &+= 1
      return state.lastID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (turn: CheckedContinuation<Void, any Error>) in
        let (result, pushedOut) = state.withLock { state in
          Task.isCancelled
            ? (.failure(CancellationError()), nil)
            : Self.enter(Waiter(id: id, asked: asked, turn: turn), client, &state)
        }
        if let result { turn.resume(with: result) }
        pushedOut?.turn.resume(throwing: Refusal.tooManyOutlines)
      }
    } onCancel: {
      let waiter = state.withLock { Self.leave(id, client, &$0) }
      waiter?.turn.resume(throwing: CancellationError())
    }
  }

  /// - Returns: what becomes of the newcomer, nil if it waits; and who gives it its place, if somebody has to.
  private static func enter(_ waiter: Waiter, _ client: String, _ state: inout State)
    -> (Result<Void, any Error>?, Waiter?)
  {
    guard state.isBusy else {
      state.isBusy = true
      return (.success(()), nil)
    }
    var pushedOut: Waiter?
    if state.count >= limit {
      guard let (last, heaviest) = latestOfMost(besides: client, state) else {
        return (.failure(Refusal.tooManyOutlines), nil)
      }
      pushedOut = leave(last, heaviest, &state)
    }
    if state.waiting[client] == nil { state.order.append(client) }
    let place = state.waiting[client]?.lastIndex { $0.asked <= waiter.asked }.map { $0 + 1 } ?? 0
    state.waiting[client, default: []].insert(waiter, at: place)
    state.count += 1
    return (nil, pushedOut)
  }

  /// Who makes room for a client: of the one that has the most, the latest, since nobody's many keep another's few out.
  private static func latestOfMost(besides client: String, _ state: State) -> (id: UInt64, client: String)? {
    let own = state.waiting[client]?.count ?? 0
    guard let (heaviest, waiters) = state.waiting.max(by: { $0.value.count < $1.value.count }),
      waiters.count > own + 1, let last = waiters.last
    else { return nil }
    return (last.id, heaviest)
  }

  private static func leave(_ id: UInt64, _ client: String, _ state: inout State) -> Waiter? {
    guard let place = state.waiting[client]?.firstIndex(where: { $0.id == id }) else { return nil }
    let waiter = state.waiting[client]?.remove(at: place)
    state.count -= 1
    if state.waiting[client]?.isEmpty == true {
      state.waiting[client] = nil
      state.order.removeAll { $0 == client }
    }
    return waiter
  }

  private func endTurn() {
    let next = state.withLock { state -> Waiter? in
      guard let client = state.order.first, let first = state.waiting[client]?.first else {
        state.isBusy = false
        return nil
      }
      let waiter = Self.leave(first.id, client, &state)
      if state.waiting[client] != nil {
        state.order.removeFirst()
        state.order.append(client)
      }
      return waiter
    }
    next?.turn.resume()
  }
}

extension Refusal {
  static let tooManyOutlines = Refusal(
    .tooManyRequests,
    "\(OutlineQueue.limit) texts are waiting to be checked already. Try again when some of them are.",
    headerFields: [.retryAfter: "2"])
}
