import MicroHTTP
import Scenarios
import Synchronization

/// What a hand wants of a stream, until the stream is asked next.
struct StreamHand: Sendable {
  enum Command: Sendable {
    case inject(Injection)
    case pause
    case freeze
    case resume
  }

  /// How a stream stands still.
  enum Standstill: String, Sendable {
    case paused, frozen
  }

  /// Injections that may wait in one stream, and their bytes.
  static let countLimit = 64
  static let byteLimit = 1 << 20

  private var commands: [Command] = []
  /// Of injections among them.
  private var count = 0
  private var bytes = 0
  /// Those that the stream has taken and not sent yet.
  private var takenCount = 0
  private var takenBytes = 0
  private(set) var standstill: Standstill?

  /// - Returns: whether there is room for it.
  fileprivate mutating func post(_ command: Command) -> Bool {
    // Of holding and letting go in a row, some twenty are enough.
    guard commands.count < 2 * Self.countLimit else { return false }
    switch command {
    case .inject(let injection):
      guard count + takenCount < Self.countLimit,
        bytes + takenBytes + injection.weight <= Self.byteLimit || count + takenCount == 0
      else { return false }
      count += 1
      bytes += injection.weight
    case .pause: if standstill == nil { standstill = .paused }
    case .freeze: standstill = .frozen
    case .resume: standstill = nil
    }
    commands.append(command)
    return true
  }

  fileprivate mutating func take() -> [Command] {
    defer {
      commands = []
      takenCount += count
      takenBytes += bytes
      count = 0
      bytes = 0
    }
    return commands
  }

  /// So many injections, and so many bytes, are still to be sent.
  mutating func settle(count: Int, bytes: Int) {
    takenCount = count
    takenBytes = bytes
  }
}

extension StreamRecord {
  /// - Returns: whether there is room for it.
  func post(_ command: StreamHand.Command) -> Bool {
    hand.withLock { hand in
      guard hand.post(command) else { return false }
      hasCommands.store(true, ordering: .releasing)
      return true
    }
  }

  func takeCommands() -> [StreamHand.Command] {
    hand.withLock { hand in
      hasCommands.store(false, ordering: .releasing)
      return hand.take()
    }
  }
}
