import Foundation
import MicroHTTP
import Platform
import ScenarioStore
import Synchronization
import Testing

@testable import Playground

extension Room {
  fileprivate func join(_ name: String) async throws -> Participant {
    try await join(name, with: .test(.post, "/api/join")).participant
  }
}

@Suite struct RoomTests {
  /// A room in a folder of its own, and what it told.
  private func inRoom(_ body: (Room, _ told: () -> [FeedChange]) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = ScenarioStore(path: folder + "/playground.sqlite") { Issue.record("\($0)") }
    let room = try Room.open(RoomSettings(), folder: folder, store: store) { Issue.record("\($0)") }
    try await room.load()
    let changes = Mutex<[FeedChange]>([])
    room.connect { change in changes.withLock { $0.append(change) } }
    try await body(room) { changes.withLock(\.self) }
    store.close()
  }

  private func request(_ field: String) -> Request {
    Request.test(.get, "/", headerFields: [.cookie: String(field.prefix { $0 != ";" })])
  }

  @Test func `a cookie is a participant's as long as they are there with the same session`() async throws {
    try await inRoom { room, _ in
      let ann = try await room.join("ann")
      let cookie = request(room.cookie.field(for: ann, now: 1_000, at: Arrival(isLocal: true)))
      #expect(room.participant(of: cookie, now: 1_001) == ann)
      #expect(room.participant(of: cookie, now: 1_000 + RoomCookie.lifetime) == nil)
      _ = try await room.remove("ann")
      #expect(room.participant(of: cookie, now: 1_001) == nil)
      let other = try await room.join("ann")
      #expect(other.session != ann.session)
      #expect(room.participant(of: cookie, now: 1_001) == nil, "the cookie of a former Ann")
    }
  }

  @Test func `an invitation lets one join for an hour, and is nobody's cookie`() async throws {
    try await inRoom { room, _ in
      let field = room.cookie.invitation(now: 1_000, at: Arrival(isLocal: true))
      #expect(room.mayJoin(request(field), code: nil, now: 1_001))
      #expect(!room.mayJoin(request(field), code: nil, now: 1_000 + RoomCookie.invitationLifetime))
      #expect(!room.mayJoin(request(field), code: "wrong", now: 1_001))
      #expect(!room.mayJoin(.test(.get, "/"), code: nil, now: 1_001))
      let asRoom = request(field.replacingOccurrences(of: "-invited=", with: "-room="))
      #expect(room.participant(of: asRoom, now: 1_001) == nil)
      try await room.signEverybodyOut()
      #expect(!room.mayJoin(request(field), code: nil, now: 1_001))
    }
  }

  @Test func `signing everybody out lets names be taken up again, once`() async throws {
    try await inRoom { room, told in
      let ann = try await room.join("ann")
      await #expect(throws: Refusal.self) { try await room.join("ann") }
      let cookie = request(room.cookie.field(for: ann, now: 1_000, at: Arrival(isLocal: true)))
      try await room.signEverybodyOut()
      #expect(room.participant(of: cookie, now: 1_001) == nil && room.participant(named: "ann") == nil)
      #expect(room.members.map(\.isIn) == [false])
      #expect(try await room.join("ann") == ann)
      await #expect(throws: Refusal.self) { try await room.join("ann") }
      #expect(told() == [.room(participants: 1), .room(participants: 0), .room(participants: 1)])
    }
  }

  @Test func `who joined before everybody was signed out has no cookie of who joins then`() async throws {
    try await inRoom { room, _ in
      let former = try await room.join("ann", with: .test(.post, "/api/join"))
      #expect(
        room.participant(of: request(former.field), now: WallClock.now / 1_000_000_000) == former.participant)
      try await room.signEverybodyOut()
      // The name is taken up with its session, so that only the key tells the two apart.
      let new = try await room.join("ann", with: .test(.post, "/api/join"))
      #expect(new.participant == former.participant)
      #expect(room.participant(of: request(former.field), now: WallClock.now / 1_000_000_000) == nil)
      #expect(room.participant(of: request(new.field), now: WallClock.now / 1_000_000_000) == new.participant)
      // Whose browser has joined keeps the name, whose was signed out gets it no more.
      #expect(try await room.join("ann", with: request(new.field)).participant == new.participant)
      await #expect(throws: Refusal.self) { try await room.join("ann", with: request(former.field)) }
    }
  }

  @Test func `a join that waits while everybody is signed out is looked at again`() async throws {
    try await inRoom { room, _ in
      let invited = request(room.cookie.invitation(now: 1_000, at: Arrival(isLocal: true)))
      let check = { @Sendable () throws in
        guard room.mayJoin(invited, code: nil, now: 1_001) else { throw CancellationError() }
      }
      try check()
      try await room.signEverybodyOut()
      await #expect(throws: CancellationError.self) { try await room.join("ann", with: invited, if: check) }
      #expect(room.members.isEmpty)
    }
  }

  @Test func `who leaves while somebody is removed does not stop it`() async throws {
    func leaving<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws
      -> Result
    {
      try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await body()
      }.value
    }
    try await inRoom { room, _ in
      let ann = try await room.join("ann")
      _ = try await room.join("bob")
      #expect(try await leaving { try await room.remove("ann") } == ann)
      #expect(room.participant(named: "ann") == nil)
      #expect(try await room.store.participants().map(\.name) == ["bob"])
      #expect(try await leaving { try await room.forget() }.map(\.name) == ["bob"])
      #expect(room.members.isEmpty)
      #expect(try await room.store.participants().isEmpty)
    }
  }

  @Test func `of two who take a name at once one gets it`() async throws {
    try await inRoom { room, _ in
      let got = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 { group.addTask { (try? await room.join("ann")) != nil } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(got == 1 && room.count == 1)
    }
  }

  @Test func `a page that opens and closes is told of where somebody comes or goes with it`() async throws {
    try await inRoom { room, told in
      let ann = try await room.join("ann")
      for pages in [1, 1, -1, -1] { room.note(ann, pages: pages) }
      #expect(told().count == 3)
      room.note(ann, pages: -1)
      room.note(ann, pages: 1)
      #expect(room.members.map(\.member.pages) == [1])
    }
  }

  @Test func `a name as long as may be gets a proposal that is none longer`() async throws {
    try await inRoom { room, _ in
      let name = String(repeating: "a", count: 32)
      _ = try await room.join(name)
      let error = await #expect(throws: Refusal.self) { try await room.join(name) }
      let proposal = String(repeating: "a", count: 30) + "-2"
      #expect(error?.result.text.contains("\"proposal\":\"\(proposal)\"") == true)
      #expect(try await room.join(proposal).name == proposal)
    }
  }
}
