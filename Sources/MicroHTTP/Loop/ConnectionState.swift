/// The state of a connection between its accept and its close. Only `become`, `suspend` and `resume` change it;
/// docs/architecture.md draws the transitions.
struct ConnectionState {
  enum Phase: CaseIterable {
    /// The first head is arriving; libmicrohttpd does not know the connection yet.
    case gate
    /// Between requests.
    case idle
    /// The first line of a request has arrived.
    case head
    case body
    /// The answer, or the head of a stream, is being computed.
    case awaiting
    case responding
    case streaming
    /// Refused or cut: libmicrohttpd will close it.
    case closing
    /// Refused: what the client still sends is dropped until it has read the answer, because closing a socket with unread bytes
    /// resets it, and the answer would be lost.
    case lingering

    /// The phases that may follow. A lost connection returns to idle before libmicrohttpd closes it.
    var next: Set<Phase> {
      switch self {
      case .gate: [.idle, .lingering]
      case .idle: [.idle, .head, .closing]
      case .head: [.body, .idle, .closing]
      case .body: [.awaiting, .responding, .idle, .closing]
      case .awaiting: [.responding, .streaming, .idle, .closing]
      case .responding, .streaming: [.idle, .closing]
      case .closing: [.closing]
      case .lingering: []
      }
    }
  }

  private(set) var phase = Phase.gate
  /// Whether libmicrohttpd ignores the connection until it is resumed.
  private(set) var isSuspended = false

  mutating func become(_ next: Phase) {
    assert(phase.next.contains(next), "a connection cannot become \(next) when it is \(phase)")
    phase = next
  }

  mutating func suspend() {
    assert(!isSuspended && [.awaiting, .streaming].contains(phase), "\(phase) cannot be suspended")
    isSuspended = true
  }

  mutating func resume() { isSuspended = false }
}
