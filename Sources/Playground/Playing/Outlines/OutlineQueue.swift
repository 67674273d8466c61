import HTTPTypes
import MicroHTTP
import ScenarioStore
import Scenarios
import Synchronization

/// Decides when an outline is computed: one at a time, clients take turns, and the requests of one client run in the order in which it
/// sent them.
///
///     let result = try await outlines.run(for: request.clientNetwork, asked: request.startedAt) { … }
///
/// It has its own thread, with a lower priority than the other threads, so that reading, saving and streaming come first.
final class OutlineQueue: Sendable {
  /// The most requests that wait, of all clients together.
  static let limit = 64

  private struct Waiter {
    var id: UInt64
    var asked: UInt64
    var turn: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var isBusy = false
    var lastID: UInt64 = 0
    /// The waiting requests of each client that has any, earliest first.
    var waiting: [String: [Waiter]] = [:]
    /// The clients in `waiting`, the next one first.
    var order: [String] = []
    var count = 0
  }

  private let workers: WorkerThreads?
  private let state = Mutex(State())

  /// - Parameter workers: the threads that compute; nil to compute on the caller's.
  init(workers: WorkerThreads?) { self.workers = workers }

  deinit { workers?.close() }

  /// The number of requests that wait.
  var count: Int { state.withLock { $0.count } }

  /// Returns the refusal of a request made now, so that the client need not send its text first; nil if it would be accepted.
  func refusal(for client: String) -> Refusal? {
    state.withLock { state in
      state.isBusy && state.count >= Self.limit && Self.waiterToPushOut(for: client, state) == nil
        ? .tooManyOutlines : nil
    }
  }

  /// Waits for the client's turn, then computes.
  ///
  /// - Parameter asked: when the request came (`Request.startedAt`). The thread pool may deliver a later request before an earlier one.
  /// - Throws: `Refusal` with 429 if too many wait; `CancellationError` if the task was cancelled; any error of `compute`.
  func run<Value: Sendable>(for client: String, asked: UInt64, _ compute: @Sendable () throws -> Value)
    async throws -> Value
  {
    try await takeTurn(client, asked)
    defer { endTurn() }
    try Task.checkCancellation()
    let value = try await withTaskExecutorPreference(workers) { try compute() }
    // A computation that was cancelled midway has no complete result.
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

  /// - Returns: the result for the newcomer, nil if it waits; and the request that was removed to make room, if any.
  private static func enter(_ waiter: Waiter, _ client: String, _ state: inout State)
    -> (Result<Void, any Error>?, Waiter?)
  {
    guard state.isBusy else {
      state.isBusy = true
      return (.success(()), nil)
    }
    var pushedOut: Waiter?
    if state.count >= limit {
      guard let (last, heaviest) = waiterToPushOut(for: client, state) else {
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

  /// Returns the request that makes room for a client: the latest of the client that has the most, so that no client can crowd out others.
  private static func waiterToPushOut(for client: String, _ state: State) -> (id: UInt64, client: String)? {
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
