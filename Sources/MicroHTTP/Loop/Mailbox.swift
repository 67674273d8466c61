import CMicrohttpd
import Platform
import Synchronization

/// The way for other threads to reach a loop: posting a message wakes it.
final class Mailbox: Sendable {
  enum Message: Sendable {
    case wake(StreamID)
    case end(StreamID, StreamEnding)
    case wakeAll(StreamGroup)
    case start(any LoopTask, LoopTaskID)
    case wakeTask(LoopTaskID)
    /// The result of an `Answer.later`, for the connection in the slot if it is still the same one.
    case resolved(slot: Int, generation: UInt32, HTTPResult)
    /// A connection that another loop accepted and hands to this one, which has fewer.
    case adopt(AcceptedConnection)
    /// A connection beyond the limit; `asked` loops had no connection to close for it.
    case makeRoom(AcceptedConnection, asked: Int)
    /// End everything by the deadline.
    case shutdown(deadline: UInt64)
  }

  private struct State {
    var messages: [Message] = []
    var isClosed = false
  }

  private let wakeUp: WakeUp
  private let state = Mutex(State())

  init() throws(SystemError) { wakeUp = try WakeUp() }

  /// Readable while messages are waiting.
  var descriptor: Int32 { wakeUp.descriptor }

  /// - Returns: the message if the mailbox is closed.
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

  /// - Returns: the messages that were not taken.
  func close() -> [Message] {
    state.withLock { state in
      state.isClosed = true
      let messages = state.messages
      state.messages = []
      return messages
    }
  }
}

/// A loop as seen by the other loops and by the server.
final class LoopPeer: Sendable {
  let mailbox: Mailbox
  let connections = Atomic<Int>(0)

  init() throws(SystemError) {
    mailbox = try Mailbox()
  }
}
