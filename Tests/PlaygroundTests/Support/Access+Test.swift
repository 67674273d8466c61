@testable import Playground

extension Door.Access {
  static let ann = participant("ann")
  static let bob = participant("bob")
  static let visitor = Door.Access()
  static let presenter = Door.Access(way: .token)

  /// The access of a participant who has joined the room.
  static func participant(_ name: String) -> Door.Access {
    let key = SessionKey("\(name)-0123456789abcdefghijKL") ?? SessionKey(standingInFor: .test(.get, "/"))
    return Door.Access(way: .room, participant: Participant(name: name, colour: 0, session: key))
  }
}
