import MicroHTTP
import Scenarios

/// Gates, and the values that they are opened with.
extension SessionRegistry {
  /// Whether a stream at a gate goes on, and with what value; if not, it waits there from now on.
  func passes(_ stream: StreamID, gate: String, takesValue: Bool = false, of key: SessionKey, at now: UInt64)
    -> GatePassage
  {
    // In place: many clients may share a session, and a copy of its streams for each would cost too much.
    state.withLock { state in
      let before = state.sessions[key]?.mailWeight ?? 0
      let passage = state.sessions[key, default: Session(lastActive: now)].passes(
        stream, gate: gate, takesValue: takesValue)
      if before > 0 { state.mailWeight += (state.sessions[key]?.mailWeight ?? 0) - before }
      return passage
    }
  }

  /// Opens a gate once: streams that wait at it go on, or else the next stream that comes to it.
  ///
  /// - Parameters:
  ///   - gate: nil for whichever gate a stream waits at, or comes to next.
  ///   - value: compact JSON, for streams that await it.
  ///   - sender: the participant whose scenario sends the value, and whose scenarios have a share of the memory; nil for another's.
  ///   - isOneOf: the sessions of the participant who opens it, who has a share of the memory; nil for who may have all of it.
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

  /// Opens the gate that one stream waits at.
  ///
  /// - Returns: whether it waits there.
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

  /// - Throws: `scenarios` if what a participant's scenarios sent takes its share already.
  private static func checkShare(for value: [UInt8]?, of sender: String?, _ state: State)
    throws(GateRefusal)
  {
    // Where less waits than a share, nobody's can be full.
    guard let sender, let value, state.mailWeight + GateMail.weight(of: value) > GateMail.shareLimit else {
      return
    }
    let used = state.sessions.values.reduce(0) { sum, session in
      sum + session.mail.values.reduce(0) { $0 + $1.weight(from: sender) }
    }
    guard GateMail.weight(of: value) <= GateMail.shareLimit - used else { throw .scenarios }
  }

  /// Bytes of values that there is room for.
  ///
  /// - Throws: `share` if a participant's own is too little for the value.
  private static func room(for value: [UInt8]?, among isOneOf: ((SessionKey) -> Bool)?, _ state: State)
    throws(GateRefusal) -> Int
  {
    let room = GateMail.byteLimit - state.mailWeight
    // Where less waits than a share, nobody's can be full.
    guard let isOneOf, let value, state.mailWeight + GateMail.weight(of: value) > GateMail.shareLimit else {
      return room
    }
    let used = state.sessions.reduce(0) { $0 + (isOneOf($1.key) ? $1.value.mailWeight : 0) }
    guard GateMail.weight(of: value) <= GateMail.shareLimit - used else { throw .share }
    return room
  }
}
