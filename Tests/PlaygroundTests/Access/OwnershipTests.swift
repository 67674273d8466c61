import Testing

@testable import Playground

@Suite struct OwnershipTests {
  private static func participant(_ name: String) throws -> Participant {
    Participant(
      name: name, colour: 0, session: try #require(SessionKey("\(name)-0123456789abcdefghijkl")))
  }

  private func ownership(_ way: Door.Access.Way?, _ name: String? = nil) throws -> Ownership {
    var access = Door.Access(way: way)
    access.participant = try name.map(Self.participant)
    return Ownership(access)
  }

  @Test func `a scenario is whose name it begins with`() throws {
    let ann = try ownership(.room, "ann")
    let visitor = try ownership(nil)
    let presenter = try ownership(.cookie)
    #expect(ann.isOwn(scenario: "ann/x") && !ann.isOwn(scenario: "anna/x") && !ann.isOwn(scenario: "ann"))
    for (name, sees) in [
      ("counter", [true, true, true]), ("ann/x", [false, true, true]), ("bob/x", [false, false, true]),
    ] {
      #expect([visitor, ann, presenter].map { $0.maySee(scenario: name) } == sees, "\(name)")
    }
    for (name, may) in [
      ("counter", [false, false, true]), ("ann/x", [false, true, true]), ("bob/x", [false, false, true]),
    ] {
      #expect([visitor, ann, presenter].map { $0.mayChange(scenario: name) } == may, "\(name)")
    }
  }

  @Test func `a session is whose key it is, or begins with`() throws {
    let ann = try ownership(.room, "ann")
    for (key, own) in [
      ("ann-0123456789abcdefghijkl", true), ("ann-0123456789abcdefghijkl-run2", true),
      ("ann-0123456789abcdefghijklm", false), ("ann", false), ("ann-", false),
      ("bob-0123456789abcdefghijkl", false),
      ("auto-5f", false),
    ] {
      let key = try #require(SessionKey(key))
      #expect(ann.mayUse(session: key) == own, "\(key)")
      #expect(try ownership(.token).mayUse(session: key))
      #expect(try !ownership(nil).mayUse(session: key))
    }
  }

  @Test func `a draft is whose it was made by`() throws {
    let ann = try ownership(.room, "ann")
    #expect(ann.mayChange(draftOf: "ann") && !ann.mayChange(draftOf: "bob") && !ann.mayChange(draftOf: nil))
    #expect(try ownership(.local).mayChange(draftOf: "bob") && !ownership(nil).mayChange(draftOf: nil))
  }

  @Test func `some are told what others are not`() throws {
    let all = [
      try ownership(nil), try ownership(.room, "ann"), try ownership(.room, "bob"), try ownership(.token),
    ]
    func told(_ audience: Audience) -> [Bool] { all.map { $0.listener.isAmong(audience) } }
    #expect(told(.everybody) == [true, true, true, true])
    #expect(told(.room) == [false, true, true, true])
    #expect(told(.owner("ann")) == [false, true, false, true])
    #expect(told(.presenter) == [false, false, false, true])
  }
}
