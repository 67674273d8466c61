import Platform
import Synchronization

/// Threads for what takes longer than an event loop may wait, apart from the pool that all tasks of a Swift process share: whatever
/// is computed on them keeps nobody else waiting.
///
///     let workers = try WorkerThreads(count: 2)
///     Task(executorPreference: workers) { … }
///
/// Jobs run in the order in which they come. Whoever made the threads ends them with `close()`.
package final class WorkerThreads: TaskExecutor {
  /// Who waits on `condition` holds `mutex`; both stay where they are in memory.
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
    /// Jobs before it were taken.
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
  /// Only touched while `signal.mutex` is held.
  nonisolated(unsafe) private var state = State()

  /// - Parameters:
  ///   - count: threads; at least one is started.
  ///   - niceness: how far they stand behind other threads of the process where processors are scarce, 0 to 19.
  /// - Throws: if the system gives no thread at all.
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

  /// The threads end when what is waiting has run. A job that comes later runs on the pool that all tasks share.
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

  /// Waits for a job; nil when there will be none.
  private func next() -> UnownedJob? {
    pthread_mutex_lock(signal.mutex)
    defer { pthread_mutex_unlock(signal.mutex) }
    while true {
      if let job = state.take() { return job }
      if state.isClosed { return nil }
      // Others change the state meanwhile, so no access to it may last over this.
      pthread_cond_wait(signal.condition, signal.mutex)
    }
  }

  private func locked<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(signal.mutex)
    defer { pthread_mutex_unlock(signal.mutex) }
    return body(&state)
  }
}
