import Dispatch
import Foundation
import Synchronization

/// Lets a task wait for SIGTERM and SIGINT. A second signal ends the process immediately, with status 128 + its number, as shells expect.
final class Signals {
  private let names: AsyncStream<String>
  private let sources: [any DispatchSourceSignal]
  private let first = FirstSignal()

  /// - Parameter deadline: seconds after the first signal when the process ends even if something is still running.
  init(deadline: Double = 9.5) {
    let (names, continuation) = AsyncStream.makeStream(of: String.self)
    self.names = names
    // A separate queue, because it gets a thread even while requests that compute occupy all threads of the pool.
    let queue = DispatchQueue(label: "signals")
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { [first] number, name in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard first.came() else { _exit(128 + number) }
        queue.asyncAfter(deadline: .now() + deadline) {
          Output.complain("something does not end: the process ends without it")
          _exit(0)
        }
        continuation.yield(name)
      }
      source.activate()
      return source
    }
  }

  /// Waits for the first signal and returns its name.
  func next() async -> String {
    for await name in names { return name }
    return "the end"
  }

  /// Runs `begin` when the first signal comes, on the signal queue; or now, if it has already come.
  func atFirst(_ begin: @escaping @Sendable () -> Void) { first.begins(with: begin) }

  /// Installs handlers in process 1 of a container: Linux drops its unhandled signals. `init(deadline:)` replaces the handlers.
  static func endAsFirstProcess() {
    guard getpid() == 1 else { return }
    for number in [SIGTERM, SIGINT] { signal(number) { _exit(128 + $0) } }
  }

  /// Ignores SIGPIPE: a client that leaves must not end the process.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}

private final class FirstSignal: Sendable {
  private struct State {
    var hasCome = false
    var begin: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Records a signal. For the first one, runs `begin` and returns true.
  func came() -> Bool {
    let (isFirst, begin) = state.withLock { state in
      defer { state.hasCome = true }
      return (!state.hasCome, state.begin)
    }
    if isFirst { begin?() }
    return isFirst
  }

  func begins(with begin: @escaping @Sendable () -> Void) {
    let hasCome = state.withLock { state in
      state.begin = begin
      return state.hasCome
    }
    if hasCome { begin() }
  }
}
