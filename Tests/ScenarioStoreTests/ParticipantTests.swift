import Testing

@testable import ScenarioStore

@Suite struct ParticipantTests {
  private func join(_ store: ScenarioStore, _ name: String, round: String = "one", colours: Int = 3)
    async throws
    -> ParticipantRecord?
  {
    let joining = try await store.join(name, session: "\(name)-key", colours: colours, round: round)
    return if case .joined(let record) = joining { record } else { nil }
  }

  @Test func `who joins gets a colour that few have, and is there after a restart`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    for (name, colour) in [("ann", 0), ("bob", 1), ("cy", 2), ("dee", 0)] {
      #expect(try await join(store, name)?.colour == colour)
    }
    store.close()
    let again = try await temporary.store().participants()
    #expect(again.map(\.name) == ["ann", "bob", "cy", "dee"])
    #expect(again.map(\.session).first == "ann-key")
  }

  @Test func `a name is taken within a round, and taken up again in the next`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    let ann = try #require(try await join(store, "ann"))
    #expect(try await store.join("ann", session: "other", colours: 3, round: "one") == .taken)
    let back = try await store.join("ann", session: "other", colours: 3, round: "two")
    #expect(
      back
        == .joined(
          ParticipantRecord(
            name: "ann", colour: ann.colour, session: "ann-key", joined: ann.joined, round: "two")))
    #expect(try await store.join("ann", session: "other", colours: 3, round: "two") == .taken)
  }

  @Test func `who has the session comes back in any round`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    _ = try await join(store, "ann")
    #expect(try await store.rejoin(session: "ann-key", round: "one")?.name == "ann")
    #expect(try await store.rejoin(session: "ann-key", round: "two")?.round == "two")
    #expect(try await store.rejoin(session: "nobody", round: "two") == nil)
    #expect(try await store.join("ann", session: "other", colours: 3, round: "two") == .taken)
  }

  @Test func `there are only as many as may be`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store { $0.participants = 2 }
    #expect(try await join(store, "ann") != nil)
    #expect(try await join(store, "bob") != nil)
    #expect(try await store.join("cy", session: "cy-key", colours: 3, round: "one") == .full(limit: 2))
    #expect(try await join(store, "ann", round: "two") != nil)
  }

  @Test func `a participant goes with all that is theirs, deleted or not, and nothing else`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store()
    _ = try await join(store, "ann")
    _ = try await join(store, "ann-2")
    try await store.save(NewVersion(name: "counter", source: "steps: []"))
    try temporary.execute(
      """
      INSERT INTO scenario (name, created) VALUES ('ann/x', 1), ('ann-2/y', 1), ('bob/z', 1);
      INSERT INTO scenario (name, created, deleted) VALUES ('ann/gone', 1, 1800000000000);
      INSERT INTO version (scenario, number, source, size, saved) SELECT id, 1, x'61', 1, 1 FROM scenario WHERE name <> 'counter';
      """)
    let position = try await store.changes(after: nil).position
    #expect(try await store.removeParticipant("ann"))
    #expect(try await !store.removeParticipant("ann"))
    #expect(try await store.list().map(\.name) == ["ann-2/y", "bob/z", "counter"])
    #expect(try await store.changes(after: position).changes.map(\.name) == ["ann/x"])
    await #expect(throws: StoreError.notFound("ann/gone")) { try await store.undelete("ann/gone") }
    try await store.removeParticipants()
    #expect(try await store.list().map(\.name) == ["counter"])
    #expect(try await store.participants() == [])
  }
}
