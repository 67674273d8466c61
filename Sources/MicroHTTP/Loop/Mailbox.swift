import CMicrohttpd
import Platform
import Synchronization

/// How other threads reach a loop: they leave a message, and that wakes it.
final class Mailbox: Sendable {
  enum Message: Sendable {
    case wake(StreamID)
    case end(StreamID, StreamEnding)
    case wakeAll(StreamGroup)
    case start(any LoopTask, LoopTaskID)
    case wakeTask(LoopTaskID)
    /// The result of an `Answer.later`, for the connection in that slot if it still is the same.
    case resolved(slot: Int, generation: UInt32, HTTPResult)
    /// A connection that another loop accepted, because this one has fewer.
    case adopt(AcceptedConnection)
    /// The same where the limit is reached: some loops had no connection to close for it.
    case makeRoom(AcceptedConnection, asked: Int)
    /// End everything, at the latest at that time.
    case shutdown(deadline: UInt64)
  }

  private struct State {
    var messages: [Message] = []
    var isClosed = false
  }

  private let wakeUp: WakeUp
  private let state = Mutex(State())

  init() throws(SystemError) { wakeUp = try WakeUp() }

  /// Readable while there are messages.
  var descriptor: Int32 { wakeUp.descriptor }

  /// A closed mailbox gives the message back.
  @discardableResult
  func post(_ message: Message) -> Message? {
    state.withLock { state in
      guard !state.isClosed else { return message }
      state.messages.append(message)
      if state.messages.count == 1 { wakeUp.call() }
      return nil
    }
  }

  func take() -> [Message] {
    state.withLock { state in
      wakeUp.answer()
      let messages = state.messages
      state.messages = []
      return messages
    }
  }

  /// - Returns: what nobody took.
  func close() -> [Message] {
    state.withLock { state in
      state.isClosed = true
      let messages = state.messages
      state.messages = []
      return messages
    }
  }
}

/// A loop as the others know it.
final class LoopPeer: Sendable {
  let mailbox: Mailbox
  let connections = Atomic<Int>(0)

  init() throws(SystemError) {
    mailbox = try Mailbox()
  }
}
