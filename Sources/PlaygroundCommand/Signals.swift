import Dispatch
import Foundation
import Synchronization

/// SIGTERM and SIGINT as something to wait for. A second one ends the process at once, with the status that a shell expects.
final class Signals {
  private let names: AsyncStream<String>
  private let sources: [any DispatchSourceSignal]
  private let first = FirstSignal()

  /// - Parameter deadline: seconds after the first signal at which the process ends, whatever still hangs.
  init(deadline: Double = 9.5) {
    let (names, continuation) = AsyncStream.makeStream(of: String.self)
    self.names = names
    // A queue of its own has a thread even while requests that compute have all the others.
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

  /// The name of the first signal that comes.
  func next() async -> String {
    for await name in names { return name }
    return "the end"
  }

  /// What is done as soon as the first signal comes, on a thread that nothing else takes.
  func atFirst(_ begin: @escaping @Sendable () -> Void) { first.begins(with: begin) }

  /// Process 1 of a container has no default for a signal: without a handler it could not be ended. `init()` puts its own in place.
  static func endAsFirstProcess() {
    guard getpid() == 1 else { return }
    for number in [SIGTERM, SIGINT] { signal(number) { _exit(128 + $0) } }
  }

  /// A client that leaves is no reason to die.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}

private final class FirstSignal: Sendable {
  private struct State {
    var hasCome = false
    var begin: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// - Returns: whether it is the first.
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
