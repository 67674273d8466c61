import MicroHTTP
import Scenarios
import Synchronization

/// Manual commands to a stream, kept until the stream takes them.
struct StreamHand: Sendable {
  enum Command: Sendable {
    case inject(Injection)
    case pause
    case freeze
    case resume
  }

  /// How a stream is held.
  enum Standstill: String, Sendable {
    case paused, frozen
  }

  /// The most injections that may wait in one stream, and the most bytes of them.
  static let countLimit = 64
  static let byteLimit = 1 << 20

  private var commands: [Command] = []
  /// The injections among `commands`, and their bytes.
  private var count = 0
  private var bytes = 0
  /// The injections that the stream has taken and not sent yet.
  private var takenCount = 0
  private var takenBytes = 0
  private(set) var standstill: Standstill?

  /// - Returns: whether there is room for it.
  fileprivate mutating func post(_ command: Command) -> Bool {
    // This also limits commands that are not injections.
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

  /// Sets how many injections, and how many bytes of them, are still to be sent.
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
