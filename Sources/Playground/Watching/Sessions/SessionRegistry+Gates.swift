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
      let before = state.sessions[key]?.mailWeight ?? 0
      let passage = state.sessions[key, default: Session(lastActive: now)].passes(
        stream, gate: gate, takesValue: takesValue)
      if before > 0 { state.mailWeight += (state.sessions[key]?.mailWeight ?? 0) - before }
      return passage
    }
  }

  /// Opens a gate once: for the streams that wait at it, or else for the next stream that reaches it.
  ///
  /// - Parameters:
  ///   - gate: nil for any gate at which a stream waits, or the next one that a stream reaches.
  ///   - value: compact JSON, for streams that await it.
  ///   - sender: the participant whose scenario sends the value, limited to a share of the memory; nil if no participant's does.
  ///   - isOneOf: the sessions of the participant who opens it and has a share of the memory; nil if all memory may be used.
  func open(
    _ gate: String?, value: [UInt8]? = nil, from sender: String? = nil, of key: SessionKey, at now: UInt64,
    among isOneOf: ((SessionKey) -> Bool)? = nil
  ) throws(GateRefusal) -> GateOpening {
    let (result, control) = tell { state -> (Result<GateOpening, GateRefusal>, StreamControl) in
      sweep(&state, at: now)
      let before = state.sessions[key]?.mailWeight ?? 0
      let result = Result { () throws(GateRefusal) in
        try Self.checkShare(for: value, of: sender, state)
        let room = try Self.room(for: value, among: isOneOf, state)
        return try state.sessions[key, default: Session(lastActive: now)].open(
          gate, value: value, from: sender, room: room, at: now)
      }
      state.mailWeight += (state.sessions[key]?.mailWeight ?? 0) - before
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
    let (result, control) = state.withLock { state -> (Result<Bool, GateRefusal>, StreamControl) in
      let before = state.sessions[record.session]?.mailWeight ?? 0
      let result = Result { () throws(GateRefusal) in
        let room = try Self.room(for: value, among: isOneOf, state)
        return try state.sessions[record.session]?.open(
          gate, value: value, room: room, only: record.id, at: now) ?? false
      }
      state.mailWeight += (state.sessions[record.session]?.mailWeight ?? 0) - before
      return (result, state.control)
    }
    let isOpen = try result.get()
    if isOpen { control.wake(record.id) }
    return isOpen
  }

  /// - Throws: `scenarios` if what a participant's scenarios sent would exceed their share.
  private static func checkShare(for value: [UInt8]?, of sender: String?, _ state: State)
    throws(GateRefusal)
  {
    // If less than a share is waiting in all, nobody can exceed theirs.
    guard let sender, let value, state.mailWeight + GateMail.weight(of: value) > GateMail.shareLimit else {
      return
    }
    let used = state.sessions.values.reduce(0) { sum, session in
      sum + session.mail.values.reduce(0) { $0 + $1.weight(from: sender) }
    }
    guard GateMail.weight(of: value) <= GateMail.shareLimit - used else { throw .scenarios }
  }

  /// Returns the bytes that are left for values.
  ///
  /// - Throws: `share` if the value would exceed the participant's share.
  private static func room(for value: [UInt8]?, among isOneOf: ((SessionKey) -> Bool)?, _ state: State)
    throws(GateRefusal) -> Int
  {
    let room = GateMail.byteLimit - state.mailWeight
    // If less than a share is waiting in all, nobody can exceed theirs.
    guard let isOneOf, let value, state.mailWeight + GateMail.weight(of: value) > GateMail.shareLimit else {
      return room
    }
    let used = state.sessions.reduce(0) { $0 + (isOneOf($1.key) ? $1.value.mailWeight : 0) }
    guard GateMail.weight(of: value) <= GateMail.shareLimit - used else { throw .share }
    return room
  }
}
