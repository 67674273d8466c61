import MicroHTTP
import Scenarios
import Synchronization

/// What a hand wants of a stream, until the stream is asked next.
final class StreamHand: Sendable {
  enum Command: Sendable {
    case inject(Injection)
    case pause
    case freeze
    case resume
  }

  /// How a stream is held.
  enum Hold: String, Sendable {
    case paused, frozen
  }

  /// Injections that may wait in one stream, and their bytes.
  static let countLimit = 64
  static let byteLimit = 1 << 20

  private struct State {
    var commands: [Command] = []
    /// Of injections among them.
    var count = 0
    var bytes = 0
    /// Those that the stream has taken and not sent yet.
    var takenCount = 0
    var takenBytes = 0
    var hold: Hold?
  }

  private let state = Mutex(State())
  private let isKnocking = Atomic<Bool>(false)

  var hasCommands: Bool { isKnocking.load(ordering: .acquiring) }
  var hold: Hold? { state.withLock { $0.hold } }

  /// - Returns: whether there is room for it.
  func post(_ command: Command) -> Bool {
    state.withLock { state in
      switch command {
      case .inject(let injection):
        guard state.count + state.takenCount < Self.countLimit,
          state.bytes + state.takenBytes + injection.weight <= Self.byteLimit
            || state.count + state.takenCount == 0
        else { return false }
        state.count += 1
        state.bytes += injection.weight
      case .pause: if state.hold == nil { state.hold = .paused }
      case .freeze: state.hold = .frozen
      case .resume: state.hold = nil
      }
      // Of holding and letting go in a row, some twenty are enough.
      guard state.commands.count < 2 * Self.countLimit else { return false }
      state.commands.append(command)
      isKnocking.store(true, ordering: .releasing)
      return true
    }
  }

  func take() -> [Command] {
    state.withLock { state in
      defer {
        state.commands = []
        state.takenCount += state.count
        state.takenBytes += state.bytes
        state.count = 0
        state.bytes = 0
        isKnocking.store(false, ordering: .releasing)
      }
      return state.commands
    }
  }

  /// So many injections, and so many bytes, are still to be sent.
  func settle(count: Int, bytes: Int) {
    state.withLock { state in
      state.takenCount = count
      state.takenBytes = bytes
    }
  }
}
