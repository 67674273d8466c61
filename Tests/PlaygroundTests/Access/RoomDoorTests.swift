import HTTPTypes
import MicroHTTP
import ScenarioStore
import Testing

@testable import Playground

@Suite struct RoomDoorTests {
  private let room = Room(
    file: RoomFile(name: "room"), folder: "", store: ScenarioStore(path: "") { _ in })

  @Test func `with a room open a local request is a visitor's until it shows the room's token`() {
    let door = Door(room: room)
    let request = Request.test(.get, "/")
    #expect(request.arrival.isLocal)
    #expect(door.access(of: request) == Door.Access())
    #expect(Door().access(of: request).way == .local)
    let signedIn = Request.test(.get, "/", headerFields: [.authorization: "Bearer \(room.token)"])
    #expect(door.access(of: signedIn).way == .token)
    #expect(Door(token: AdminToken("correct-horse"), room: room).access(of: signedIn).role == .visitor)
  }

  @Test func `a refusal names both ways in`() {
    let refusal = AccessPolicy(door: Door(room: room)).refusal(
      of: .test(.get, "/api/sessions"), effect: .observesOwn)
    #expect(refusal?.status == 401)
    #expect(refusal?.text.contains(#""signIn":"/sign-in/","join":"/join/""#) == true)
  }
}
