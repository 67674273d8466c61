import Synchronization

/// A loop as the others know it.
final class LoopPeer: Sendable {
  let mailbox: Mailbox
  let connections = Atomic<Int>(0)

  init() throws(ServerError) {
    mailbox = try Mailbox()
  }
}
