import Platform
import Synchronization
import Testing

@testable import MicroHTTP

@Suite struct WorkerThreadsTests {
  private final class Seen: Sendable {
    let threads = Mutex<Set<UInt>>([])
    let order = Mutex<[Int]>([])

    func note() { threads.withLock { _ = $0.insert(UInt(pthread_self())) } }
  }

  @Test func `tasks run on the threads, in order, while the shared pool is left alone`() async throws {
    let workers = try WorkerThreads(count: 1)
    defer { workers.close() }
    let seen = Seen()
    for index in 0..<50 {
      // Each is enqueued when the one before it is done or waits.
      await Task(executorPreference: workers) {
        seen.note()
        seen.order.withLock { $0.append(index) }
        await Task.yield()
        seen.note()
      }.value
    }
    #expect(seen.threads.withLock(\.count) == 1)
    #expect(seen.order.withLock { $0 } == Array(0..<50))
  }

  @Test func `thousands of jobs at once all run`() async throws {
    let workers = try WorkerThreads(count: 3, niceness: 5)
    defer { workers.close() }
    let sum = await withTaskGroup(of: Int.self) { group in
      for index in 0..<5_000 { group.addTask(executorPreference: workers) { index } }
      return await group.reduce(0, +)
    }
    #expect(sum == 4_999 * 5_000 / 2)
  }

  @Test func `what comes after the end runs all the same`() async throws {
    let workers = try WorkerThreads(count: 2)
    workers.close()
    #expect(await Task(executorPreference: workers) { 7 }.value == 7)
  }
}
