/// A stream being played into a connection.
final class Stream {
  enum State: Int {
    /// The producer has not said how the response begins.
    case undecided
    /// The head is on its way; libmicrohttpd sends it.
    case opening
    case playing
    /// Its producer was told that it ended.
    case over
  }

  /// What happens when the socket took all there is.
  enum Step {
    case ask
    case wait(until: UInt64)
    case pause
    case end(StreamEnding, StreamSummary.EndedBy)
    case drain
  }

  let id: StreamID
  var producer: any StreamProducer
  private(set) var state = State.undecided
  var step = Step.ask
  var isChunked = true
  /// How libmicrohttpd ends the response, once over.
  var ending = StreamEnding.complete
  var outbox = Outbox()
  /// Bytes that came with the decision on the head.
  var opening: [UInt8] = []
  /// Of bodies.
  var bytes: UInt64 = 0
  let startedAt: UInt64
  /// Since when the socket takes nothing.
  var blockedSince: UInt64?
  /// The longest time for which it took nothing, in nanoseconds.
  var longestBlock: UInt64 = 0
  /// When a client that closed its sending half is taken for gone.
  var patienceEnd: UInt64?
  /// The producer was told that the client closed its sending half, and the stream's place was given back.
  var isLeft = false
  /// libmicrohttpd's, while it sends the head.
  var response: OpaquePointer?
  /// Its head went out, so the log knows of it.
  var wasOpened = false
  /// The group it belongs to, and its place there.
  var group: GroupMembers?
  var groupPlace = 0
  /// It waits in the run queue.
  var isQueued = false
  /// How many turns in a row took long.
  var longTurns = 0
  /// A reset waits for what was sent before it.
  var resetAttempts = 0

  init(id: StreamID, producer: any StreamProducer, startedAt: UInt64) {
    self.id = id
    self.producer = producer
    self.startedAt = startedAt
  }

  /// States are passed in their order; any may be the last before `over`.
  func become(_ next: State) {
    assert(
      next == .over || next.rawValue == state.rawValue + 1,
      "a stream cannot become \(next) when it is \(state)")
    state = next
  }

  func noteBlock(until now: UInt64) {
    guard let since = blockedSince, now > since else { return }
    longestBlock = max(longestBlock, now - since)
  }

  var isBlocked: Bool { !outbox.isEmpty }
}
