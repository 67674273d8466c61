import MicroHTTP

/// Manual commands to streams.
extension SessionRegistry {
  /// Returns the open streams of a target, ordered by number; none for a timeline.
  func streams(of target: LiveTarget) -> [StreamRecord] {
    let found = state.withLock { state -> [StreamRecord] in
      switch target {
      case .timeline: []
      case .session(let key): state.sessions[key].map { Array($0.streams.values) } ?? []
      case .stream(let id): state.sessions.values.lazy.compactMap { $0.streams[id] }.first.map { [$0] } ?? []
      case .scenario(let name):
        state.sessions.values.flatMap { $0.streams.values.filter { $0.scenario == name } }
      case .participant(_, let own):
        state.sessions.filter { $0.key.belongs(to: own) }.flatMap(\.value.streams.values)
      case .everybody: state.sessions.values.flatMap(\.streams.values)
      }
    }
    return found.sorted { $0.id.number < $1.id.number }
  }

  /// Returns the open streams of some sessions.
  func streams(ofSessions isMeant: (SessionKey) -> Bool) -> [StreamRecord] {
    state.withLock { state in
      state.sessions.filter { isMeant($0.key) }.flatMap { $0.value.streams.values }
    }
  }

  /// Forgets some sessions and their journals.
  func forget(where isMeant: (SessionKey) -> Bool) {
    let keys = state.withLock { state in state.sessions.keys.filter(isMeant) }
    for key in keys { forget(key) }
  }

  /// Posts a command to streams, and wakes them.
  ///
  /// - Returns: how many accepted it, and how many have too much waiting to be sent.
  func post(_ command: StreamHand.Command, to streams: [StreamRecord]) -> (reached: Int, refused: Int) {
    let control = state.withLock { $0.control }
    var reached = 0
    for stream in streams where stream.post(command) {
      reached += 1
      control.wake(stream.id)
    }
    return (reached, streams.count - reached)
  }

  func end(_ streams: [StreamRecord], _ ending: StreamEnding) {
    let control = state.withLock { $0.control }
    for stream in streams { control.end(stream.id, ending) }
  }

  // MARK: Injected IDs

  /// Keeps the ID of an injected event, so that a client whose last event it was resumes after it.
  func keep(_ id: String, at place: UInt64, of record: StreamRecord) {
    state.withLock { state in
      guard var session = state.sessions[record.session] else { return }
      // Taken out of the state, so that changing it does not copy it.
      state.sessions[record.session]?.injectedIDs = InjectedIDs()
      let before = session.injectedIDs.weight
      let room = InjectedIDs.byteLimit - (state.injectedWeight - before)
      session.injectedIDs.add(id, at: place, in: record.scenario, room: room)
      state.injectedWeight += session.injectedIDs.weight - before
      state.sessions[record.session]?.injectedIDs = session.injectedIDs
    }
  }

  /// Returns the place of an injected event (`InjectedIDs.place`); nil if the ID is not known.
  func place(of id: String, in scenario: String, of key: SessionKey) -> UInt64? {
    state.withLock { $0.sessions[key]?.injectedIDs.place(of: id, in: scenario) }
  }
}
