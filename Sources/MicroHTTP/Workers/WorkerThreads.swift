import Platform
import Synchronization

/// Threads for work that takes longer than an event loop may wait. They are separate from the pool that all tasks of a Swift process
/// share, so that this work does not delay other tasks.
///
///     let workers = try WorkerThreads(count: 2)
///     Task(executorPreference: workers) { … }
///
/// Jobs start in the order in which they come. The owner must end the threads with `close()`.
package final class WorkerThreads: TaskExecutor {
  /// A condition and the mutex that its waiters hold. Neither may move in memory.
  private struct Signal: @unchecked Sendable {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(condition, nil)
    }

    func free() {
      pthread_cond_destroy(condition)
      pthread_mutex_destroy(mutex)
      condition.deallocate()
      mutex.deallocate()
    }
  }

  private struct State {
    var jobs: [UnownedJob] = []
    /// The index of the next job to take; those before it have been taken.
    var first = 0
    var isClosed = false

    mutating func take() -> UnownedJob? {
      guard first < jobs.count else { return nil }
      let job = jobs[first]
      first += 1
      if first == jobs.count || first >= 256 {
        jobs.removeFirst(first)
        first = 0
      }
      return job
    }
  }

  private let signal = Signal()
  /// Only used while `signal.mutex` is held.
  nonisolated(unsafe) private var state = State()

  /// - Parameters:
  ///   - count: threads; at least one is started.
  ///   - niceness: 0 to 19; with a higher value the threads get less time when processors are scarce.
  /// - Throws: `ServerError` if the system cannot create any thread.
  package init(count: Int, niceness: Int32 = 0) throws(ServerError) {
    var started = 0
    for _ in 0..<max(count, 1) {
      do throws(SystemError) {
        try DetachedThread.run(niceness: niceness) { self.work() }
      } catch {
        if started == 0 { throw ServerError(error) }
        break
      }
      started += 1
    }
  }

  deinit { signal.free() }

  /// Ends the threads once all waiting jobs have run. Later jobs run on the pool that all tasks share.
  package func close() {
    locked { $0.isClosed = true }
    pthread_cond_broadcast(signal.condition)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isTaken = locked { state in
      guard !state.isClosed else { return false }
      state.jobs.append(job)
      return true
    }
    guard isTaken else { return globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    pthread_cond_signal(signal.condition)
  }

  private func work() {
    while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Waits for a job; nil if the threads are to end.
  private func next() -> UnownedJob? {
    pthread_mutex_lock(signal.mutex)
    defer { pthread_mutex_unlock(signal.mutex) }
    while true {
      if let job = state.take() { return job }
      if state.isClosed { return nil }
      // Other threads change the state during the wait, so no access to it may span this call.
      pthread_cond_wait(signal.condition, signal.mutex)
    }
  }

  private func locked<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(signal.mutex)
    defer { pthread_mutex_unlock(signal.mutex) }
    return body(&state)
  }
}
