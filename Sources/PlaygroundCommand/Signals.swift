import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SIGTERM and SIGINT as something to wait for.
final class Signals {
  private let names: AsyncStream<String>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (names, continuation) = AsyncStream.makeStream(of: String.self)
    self.names = names
    let exits = ExitSwitch()
    exitSwitch = exits
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        exits.leave(with: number)
        continuation.yield(name)
      }
      source.activate()
      return source
    }
  }

  private let exitSwitch: ExitSwitch

  /// The name of the first signal that comes.
  func first() async -> String {
    for await name in names { return name }
    return "the end"
  }

  /// From now on a signal ends the process at once, with the status that a shell expects.
  func exitAtNext() { exitSwitch.isOn.store(true, ordering: .releasing) }

  /// Process 1 of a container has no default for a signal: without a handler it could not be ended. `init()` puts its own in place.
  static func endAsFirstProcess() {
    guard getpid() == 1 else { return }
    for number in [SIGTERM, SIGINT] { signal(number) { _exit(128 + $0) } }
  }

  /// A client that leaves is no reason to die.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}

/// Whether a signal ends the process at once.
private final class ExitSwitch: Sendable {
  let isOn = Atomic(false)

  func leave(with number: Int32) {
    if isOn.load(ordering: .acquiring) { _exit(128 + number) }
  }
}
