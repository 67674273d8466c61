import MicroHTTP

extension Session {
  /// The most openings of gates that wait for a stream.
  static let openingLimit = 1_000

  /// Bytes of the waiting values.
  var mailWeight: Int {
    mail.values.reduce(0) { $0 + $1.weight }
      + released.values.reduce(0) { $0 + ($1.map(GateMail.weight) ?? 0) }
  }

  /// Returns whether a stream passes a gate, and with which value; if not, it waits there from now on.
  ///
  /// - Parameter takesValue: whether the step is an `await`.
  mutating func passes(_ stream: StreamID, gate: String, takesValue: Bool) -> GatePassage {
    if let value = released.removeValue(forKey: stream) { return .open(value: value) }
    if takesValue {
      mail[gate, default: GateMail()].welcome(stream)
      if let value = mail[gate]?.take(for: stream) {
        waiting[stream] = nil
        return .open(value: value)
      }
    } else if let value = mail[gate]?.takeFirst() {
      if mail[gate]?.isIdle == true { mail[gate] = nil }
      waiting[stream] = nil
      return .open(value: value)
    }
    for name in [gate, nil] {
      if let count = openings[name] {
        openings[name] = count > 1 ? count - 1 : nil
        waiting[stream] = nil
        return .open(value: nil)
      }
    }
    waiting[stream] = gate
    return .closed
  }

  /// Opens a gate once: for the streams that wait at it, or else for the next stream that reaches it.
  ///
  /// - Parameters:
  ///   - gate: nil for any gate at which a stream waits, or the next one that a stream reaches.
  ///   - value: JSON. Every stream that awaits the gate takes it; several values are taken in order.
  ///   - sender: the participant whose scenario sends the value.
  ///   - room: the bytes that are left for values.
  mutating func open(
    _ gate: String?, value: [UInt8]? = nil, from sender: String? = nil, room: Int = .max, at now: UInt64
  ) throws(GateRefusal) -> GateOpening {
    let streams = waiting.filter { gate == nil || $0.value == gate }.keys.sorted { $0.number < $1.number }
    if let gate, let value {
      let readers = mail[gate]?.hasReaders == true
      if readers || streams.isEmpty {
        guard mail.values.reduce(0, { $0 + $1.count }) < GateMail.limit else { throw .values }
        guard GateMail.weight(of: value) <= room else { throw .memory }
        mail[gate, default: GateMail()].add(value, from: sender)
        lastActive = now
        // Streams that await the value take it when they are played; the others just continue.
        for stream in streams where mail[gate]?.isReader(stream) != true { release(stream, with: nil) }
        return GateOpening(released: streams, isKept: streams.isEmpty)
      }
    }
    lastActive = now
    if streams.isEmpty {
      guard openings.values.reduce(0, +) < Self.openingLimit else { throw .openings }
      openings[gate, default: 0] += 1
      return GateOpening(isKept: true)
    }
    for stream in streams { release(stream, with: nil) }
    return GateOpening(released: streams)
  }

  /// Opens the gate at which one stream waits.
  ///
  /// - Returns: whether the stream waits there.
  mutating func open(_ gate: String?, value: [UInt8]?, room: Int, only stream: StreamID, at now: UInt64)
    throws(GateRefusal) -> Bool
  {
    guard let name = waiting[stream], gate == nil || name == gate else { return false }
    if let value, GateMail.weight(of: value) > room { throw .memory }
    lastActive = now
    release(stream, with: value)
    return true
  }

  private mutating func release(_ stream: StreamID, with value: [UInt8]?) {
    waiting[stream] = nil
    released.updateValue(value, forKey: stream)
  }

  /// Removes a stream that has ended from all gates.
  mutating func leaveGates(_ stream: StreamID) {
    waiting[stream] = nil
    released[stream] = nil
    for gate in mail.keys {
      mail[gate]?.leave(stream)
      if mail[gate]?.isIdle == true { mail[gate] = nil }
    }
  }
}

struct GateOpening: Hashable, Sendable {
  /// The streams that continue, ordered by their numbers.
  var released: [StreamID] = []
  /// Whether no stream was waiting: the next one that reaches the gate passes it.
  var isKept = false
}

/// Why a gate was not opened: too much is waiting already.
enum GateRefusal: Error, Hashable {
  /// Too many openings without a value in one session.
  case openings
  /// Too many values in one session.
  case values
  /// Too many bytes of values in all sessions together.
  case memory
  /// Too many bytes of values in the sessions of one participant.
  case share
  /// Too many bytes of values that one participant's scenarios sent.
  case scenarios

  func sentence(for key: SessionKey) -> String {
    switch self {
    case .openings:
      "\(Session.openingLimit) openings of gates wait in session '\(key)' for a stream to come; DELETE forgets them."
    case .values:
      "\(GateMail.limit) values wait at gates of session '\(key)' for streams to take them; DELETE forgets them."
    case .share:
      "The values that wait at the gates of your sessions take all the memory that one participant's may (4 MiB); DELETE forgets them."
    case .scenarios:
      "The values that one participant's scenarios sent, and that wait at gates for streams to take them, take all the memory that they may (4 MiB)."
    case .memory:
      "The values that wait at the gates of all sessions take all the memory there is for them (16 MiB)."
    }
  }
}

/// Whether a stream passes a gate, and with which value.
enum GatePassage: Hashable {
  case closed
  /// - Parameter value: JSON, if the gate was opened with a value.
  case open(value: [UInt8]?)
}
