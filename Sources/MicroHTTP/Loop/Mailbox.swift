import CMicrohttpd
import Glibc
import Synchronization

/// How other threads reach a loop: they leave a message, and an eventfd wakes it.
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
    case adopt(OwnedDescriptor, remoteAddress: String, isLoopback: Bool)
    /// The same where the limit is reached: some loops had no connection to close for it.
    case makeRoom(OwnedDescriptor, remoteAddress: String, isLoopback: Bool, asked: Int)
    /// End everything, at the latest at that time.
    case shutdown(deadline: UInt64)
  }

  private struct State {
    var messages: [Message] = []
    var isClosed = false
  }

  let descriptor: Int32
  private let state = Mutex(State())

  init() throws(ServerError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw ServerError(call: "eventfd", errno: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// A closed mailbox gives the message back.
  @discardableResult
  func post(_ message: Message) -> Message? {
    state.withLock { state in
      guard !state.isClosed else { return message }
      state.messages.append(message)
      if state.messages.count == 1 { eventfd_write(descriptor, 1) }
      return nil
    }
  }

  func take() -> [Message] {
    state.withLock { state in
      var count: eventfd_t = 0
      eventfd_read(descriptor, &count)
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
