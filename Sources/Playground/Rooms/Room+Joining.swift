import MicroHTTP
import Platform
import ScenarioStore
import TextForms

struct Joined: Sendable {
  let participant: Participant
  /// The response to the participant: their own details, including the key for joining on other devices.
  let json: JSONValue
  /// The `Set-Cookie` value for their browser, valid in the round in which they joined.
  let field: String
}

/// Joining, signing out and removing. Every change is on disk before it is answered.
extension Room {
  /// Loads the participants who joined before this start of the server.
  func load() async throws { try await turns.run { try await self.read() } }

  /// Joins with a name that no present participant has, or that the request's browser has already.
  ///
  /// - Parameter check: throws if the request may not join (any more). The round cannot end between this check and the new cookie.
  func join(_ name: String, with request: Request, if check: @escaping @Sendable () throws -> Void = {})
    async throws -> Joined
  {
    guard ScenarioName.isOwner(name) else {
      throw Refusal(
        .unprocessableContent,
        "A name is 1 to \(Participant.longestName) of a–z, 0–9 and '-', not beginning with '-', got '\(name.forSentence)'."
      )
    }
    return try await turns.run {
      try check()
      if let own = self.participant(of: request, now: WallClock.seconds), own.name == name {
        return self.joined(own, request)
      }
      let joining = try await self.store.join(
        name, session: "\(name)-\(RandomText.make())", colours: Participant.colours, round: self.cookie.round)
      try await self.read()
      switch joining {
      case .joined(let record): return self.joined(try self.participant(record), request)
      case .taken: throw self.taken(name)
      case .full(let limit):
        throw Refusal(
          Refusal.insufficientStorage,
          "The room has \(limit) participants, the most there may be: the presenter can remove some.")
      }
    }
  }

  /// Joins the participant whose key this is: from another device, or again.
  func join(key: String, with request: Request, if check: @escaping @Sendable () throws -> Void = {})
    async throws -> Joined
  {
    try await turns.run {
      try check()
      let owner = self.state.withLock { state in
        state.members.values.first {
          MessageCode.isEqual(Array(state.cookie.joinKey(for: $0.participant).utf8), Array(key.utf8))
        }?.participant
      }
      guard let owner,
        let record = try await self.store.rejoin(session: "\(owner.session)", round: self.cookie.round)
      else {
        throw Refusal(.notFound, "No participant has this key. Take a name to join.")
      }
      try await self.read()
      return self.joined(try self.participant(record), request)
    }
  }

  /// Invalidates all cookies and links. Everybody has to join again, and finds their work under their name.
  func signEverybodyOut() async throws {
    try await turns.run { try self.renew() }
    tell(.room(participants: count))
  }

  /// Removes a participant and their work.
  ///
  /// - Returns: the participant; nil if nobody has this name.
  func remove(_ name: String) async throws -> Participant? {
    let gone = try await turns.run {
      let gone = self.state.withLock { $0.members[name]?.participant }
      let isRemoved = try await self.store.removeParticipant(name)
      try await self.read()
      return isRemoved ? gone : nil
    }
    if gone != nil { tell(.room(participants: count)) }
    return gone
  }

  /// Removes all participants and all their work.
  ///
  /// - Returns: the participants that were removed.
  func forget() async throws -> [Participant] {
    let gone = try await turns.run {
      try self.renew()
      let gone = self.state.withLock { $0.members.values.map(\.participant) }
      try await self.store.removeParticipants()
      try await self.read()
      return gone
    }
    tell(.room(participants: count))
    return gone
  }

  // MARK: Parts

  /// Renews key and code. They take effect only once they are on disk.
  private func renew() throws {
    var file = state.withLock(\.file)
    file.renew()
    do throws(Failure) { try file.save(folder: folder) } catch {
      throw Refusal(Refusal.insufficientStorage, "Nothing has changed: \(error)")
    }
    state.withLock { $0.adopt(file) }
  }

  private func read() async throws {
    let records = try await store.participants()
    state.withLock { state in
      let before = state.members
      state.members = [:]
      for record in records {
        guard let participant = Participant(record) else { continue }
        var member = Member(
          participant: participant,
          joined: record.joined,
          round: record.round)
        if let known = before[record.name], known.participant == participant { member.pages = known.pages }
        state.members[record.name] = member
      }
    }
  }

  private func joined(_ participant: Participant, _ request: Request) -> Joined {
    Joined(
      participant: participant, json: ownJSON(of: participant),
      field: cookie.field(for: participant, now: WallClock.seconds, at: request.arrival))
  }

  private func participant(_ record: ParticipantRecord) throws -> Participant {
    guard let participant = Participant(record) else {
      throw StoreError.damaged("the participant '\(record.name)' is not one")
    }
    tell(.room(participants: count))
    return participant
  }

  private func taken(_ name: String) -> Refusal {
    let free = state.withLock { state in
      (2...1_000).lazy.map { number in
        "\(name.prefix(Participant.longestName - 1 - String(number).utf8.count))-\(number)"
      }.first { state.members[$0] == nil }
    }
    return Refusal(
      .conflict,
      "Somebody in the room is called '\(name)'.\(free.map { " Take another name, such as '\($0)'," } ?? "") or if it is you, join with your key.",
      [JSONValue.Member(name: "proposal", value: JSONValue(free))])
  }
}

extension Participant {
  /// nil if the database holds something invalid.
  init?(_ record: ParticipantRecord) {
    guard ScenarioName.isOwner(record.name), (0..<Self.colours).contains(record.colour),
      let session = SessionKey(record.session)
    else { return nil }
    self.init(name: record.name, colour: record.colour, session: session)
  }
}
