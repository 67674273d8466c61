import Synchronization
import Testing

@testable import Playground

struct TurnsTests {
  /// How many bodies run at once, and the most that did.
  private final class Overlap: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock(\.most) }

    func body() async {
      counts.withLock { counts in
        counts.now += 1
        counts.most = max(counts.most, counts.now)
      }
      await Task.yield()
      counts.withLock { $0.now -= 1 }
    }
  }

  @Test func `bodies do not overlap, whichever way they are run`() async throws {
    let (turns, overlap) = (Turns(), Overlap())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          if number.isMultiple(of: 2) {
            await turns.take { await overlap.body() }
          } else {
            try await turns.run { await overlap.body() }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(overlap.most == 1)
  }

  @Test func `a body that is taken sees that its task is cancelled, one that is run does not`() async throws {
    let turns = Turns()
    let (first, letGo) = AsyncStream<Never>.makeStream()
    let holding = Task { await turns.take { for await _ in first {} } }
    let taken = Task { await turns.take { Task.isCancelled } }
    let run = Task { try await turns.run { Task.isCancelled } }
    taken.cancel()
    run.cancel()
    letGo.finish()
    await holding.value
    #expect(await taken.value)
    #expect(try await !run.value)
  }
}
