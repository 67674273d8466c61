/// A stream that is played into a connection.
final class Stream {
  enum State: Int {
    /// The producer has not decided how the response begins.
    case undecided
    /// libmicrohttpd is sending the head.
    case opening
    case playing
    /// The producer was told that the stream has ended.
    case over
  }

  /// What to do when the socket has taken everything.
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
  /// How libmicrohttpd ends the response once the stream is over.
  var ending = StreamEnding.complete
  var outbox = Outbox()
  /// Bytes that the producer returned with its head.
  var opening: [UInt8] = []
  /// Bytes of the body that the socket took.
  var bytes: UInt64 = 0
  let startedAt: UInt64
  /// When the socket last took bytes or became full; nil if it is not full.
  var blockedSince: UInt64?
  /// The longest time for which it took nothing, in nanoseconds.
  var longestBlock: UInt64 = 0
  /// When a client that closed its sending half is considered gone.
  var patienceEnd: UInt64?
  /// Whether the client closed its sending half: the producer was told, and the stream no longer counts.
  var isLeft = false
  /// libmicrohttpd's response, while it sends the head.
  var response: OpaquePointer?
  /// Whether its head was handed to libmicrohttpd, and its opening logged.
  var wasOpened = false
  /// The group it belongs to, and its place there.
  var group: GroupMembers?
  var groupPlace = 0
  /// Whether it waits in the run queue.
  var isQueued = false
  /// How many turns in a row were long.
  var longTurns = 0
  /// How often a reset was put off so that what was sent before it can arrive.
  var resetAttempts = 0

  init(id: StreamID, producer: any StreamProducer, startedAt: UInt64) {
    self.id = id
    self.producer = producer
    self.startedAt = startedAt
  }

  /// States follow each other in order; `over` may follow any.
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
