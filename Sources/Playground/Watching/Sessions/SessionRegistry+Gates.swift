import MicroHTTP
import Scenarios

/// Gates, and the values that they are opened with.
extension SessionRegistry {
  /// Returns whether a stream passes a gate, and with which value; if not, it waits there from now on.
  func passes(_ stream: StreamID, gate: String, takesValue: Bool = false, of key: SessionKey, at now: UInt64)
    -> GatePassage
  {
    // In place: many clients may share a session, and copying its streams for each would cost too much.
    state.withLock { state in
      state.withMail(of: key, mayAdd: false) { state in
        state.sessions[key, default: Session(lastActive: now)].passes(
          stream, gate: gate, takesValue: takesValue)
      }
    }
  }

  /// Opens a gate once: for the streams that wait at it, or else for the next stream that reaches it.
  ///
  /// - Parameters:
  ///   - gate: nil for any gate at which a stream waits, or the next one that a stream reaches.
  ///   - value: compact JSON, for streams that await it.
  ///   - sender: the participant whose scenario sends the value, limited to a share of the memory; nil if it is not sent by one.
  ///   - isOneOf: whether a session belongs to the participant who opens the gate and has a share of the memory; nil for no limit.
  func open(
    _ gate: String?, value: [UInt8]? = nil, from sender: String? = nil, of key: SessionKey, at now: UInt64,
    among isOneOf: ((SessionKey) -> Bool)? = nil
  ) throws(GateRefusal) -> GateOpening {
    let (result, control) = update { state -> (Result<GateOpening, GateRefusal>, StreamControl) in
      sweep(&state, at: now)
      let result = Result { () throws(GateRefusal) in
        try state.withMail(of: key, mayAdd: true) { state throws(GateRefusal) in
          let room = try state.room(for: value, from: sender, among: isOneOf)
          return try state.sessions[key, default: Session(lastActive: now)].open(
            gate, value: value, from: sender, room: room, at: now)
        }
      }
      return (result, state.control)
    }
    let opening = try result.get()
    opening.released.forEach(control.wake)
    return opening
  }

  /// Opens the gate at which one stream waits.
  ///
  /// - Returns: whether the stream waits there.
  func open(
    _ gate: String?, value: [UInt8]?, only record: StreamRecord, at now: UInt64,
    among isOneOf: ((SessionKey) -> Bool)? = nil
  ) throws(GateRefusal) -> Bool {
    let (isOpen, control) = try state.withLock { state throws(GateRefusal) -> (Bool, StreamControl) in
      let isOpen = try state.withMail(of: record.session, mayAdd: true) { state throws(GateRefusal) in
        let room = try state.room(for: value, among: isOneOf)
        return try state.sessions[record.session]?.open(
          gate, value: value, room: room, only: record.id, at: now) ?? false
      }
      return (isOpen, state.control)
    }
    if isOpen { control.wake(record.id) }
    return isOpen
  }
}

extension SessionRegistry.State {
  /// Makes a change, and updates the weight of the values that wait at gates by its effect on a session.
  ///
  /// - Parameter mayAdd: whether the change may add values; if not, the update is skipped while no values wait.
  mutating func withMail<Result, Thrown>(
    of key: SessionKey, mayAdd: Bool, _ change: (inout Self) throws(Thrown) -> Result
  ) throws(Thrown) -> Result {
    let before = sessions[key]?.mailWeight ?? 0
    defer { if mayAdd || before > 0 { mailWeight += (sessions[key]?.mailWeight ?? 0) - before } }
    return try change(&self)
  }

  /// Returns the bytes that are left for values.
  ///
  /// - Throws: `scenarios` if the value would exceed the share of the participant whose scenario sends it, `share` if it would exceed the
  ///   share of the participant who opens the gate.
  fileprivate func room(
    for value: [UInt8]?, from sender: String? = nil, among isOneOf: ((SessionKey) -> Bool)?
  ) throws(GateRefusal) -> Int {
    let room = GateMail.byteLimit - mailWeight
    // As long as less than one share is waiting in total, no participant can exceed their share.
    guard let weight = value.map(GateMail.weight), mailWeight + weight > GateMail.shareLimit else {
      return room
    }
    if let sender {
      let used = sessions.values.reduce(0) { sum, session in
        sum + session.mail.values.reduce(0) { $0 + $1.weight(from: sender) }
      }
      guard weight <= GateMail.shareLimit - used else { throw .scenarios }
    }
    if let isOneOf {
      let used = sessions.reduce(0) { $0 + (isOneOf($1.key) ? $1.value.mailWeight : 0) }
      guard weight <= GateMail.shareLimit - used else { throw .share }
    }
    return room
  }
}
