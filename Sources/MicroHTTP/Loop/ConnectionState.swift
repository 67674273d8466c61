/// Where a connection is between its accept and its close. `become`, `suspend` and `resume` are the only ways to change it;
/// docs/architecture.md draws what follows what.
struct ConnectionState {
  enum Phase: CaseIterable {
    /// Its first head is coming in; libmicrohttpd does not know it yet.
    case gate
    /// Between requests.
    case idle
    /// The first line of a further request is here.
    case head
    case body
    /// Until the answer, or a stream's head, is there.
    case awaiting
    case responding
    case streaming
    /// Refused or cut: libmicrohttpd is going to close it.
    case closing
    /// A copy of a refused connection's descriptor: what the client still sends is thrown away until it has read the
    /// answer, because closing a socket with unread bytes resets it, and the answer would be lost.
    case lingering

    /// What may come next. A lost connection is idle once more before libmicrohttpd closes it.
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
  /// libmicrohttpd leaves it alone until it is resumed.
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
