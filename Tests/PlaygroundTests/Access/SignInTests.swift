import Foundation
import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct SignInTests {
  private static let key = [UInt8](repeating: 7, count: 32)

  private func cookie(_ token: String = "correct-horse", port: UInt16 = 8000, key: [UInt8] = Self.key) throws
    -> SignInCookie
  {
    SignInCookie(port: port, key: key, token: try #require(AdminToken(token)))
  }

  @Test func `a cookie holds for a week, with the same key and token`() throws {
    let value = try cookie().make(now: 1_000)
    let end = 1_000 + SignInCookie.lifetime
    #expect(try cookie().expiry(of: value, now: 1_001) == end)
    #expect(try cookie().expiry(of: value, now: end - 1) == end)
    #expect(try cookie().expiry(of: value, now: end) == nil)
    #expect(try cookie("another-horse").expiry(of: value, now: 1_001) == nil)
    #expect(try cookie(key: [UInt8](repeating: 8, count: 32)).expiry(of: value, now: 1_001) == nil)
  }

  @Test func `cookies that browsers have stay valid: their form does not change`() throws {
    let random = String(repeating: "0", count: 24)
    let signIn = "605800.\(random).553a99c9d11af533710b4a086fbf0304696dcc147b859ab11284b8733a7ffa69"
    #expect(try cookie().expiry(of: signIn, now: 1_001) == 605_800)
    let room = RoomCookie(port: 8000, key: Self.key)
    let ann = Participant(name: "ann", colour: 0, session: try #require(SessionKey("ann-1")))
    let joined = "ann.605800.\(random).44d3222576e82cc30e6d0270e0a201ae90515c50cddd13cef19914cf05e5b485"
    let found = room.participant(of: joined, now: 1_001) { $0 == "ann" ? ann : nil }
    #expect(found == ann)
    let invited = ".4600.\(random).219dced5d20ae11ec1673321bb64b2869fdd2dca0489a2fb7e416b0ad64a63da"
    #expect(room.isInvitation(invited, now: 1_001))
  }

  @Test func `a cookie that was changed in any character is worth nothing`() throws {
    let cookie = try cookie()
    let value = Array(cookie.make(now: 1_000).utf8)
    for index in value.indices {
      var other = value
      other[index] = other[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      #expect(cookie.expiry(of: String(decoding: other, as: UTF8.self), now: 1_001) == nil)
    }
    for text in [
      "", "..", "9999999999.a.b", "9223372036854775807.00.00", String(repeating: "a", count: 5_000),
    ] {
      #expect(cookie.expiry(of: text, now: 1_001) == nil)
    }
  }

  @Test func `its field has the port in the name, and is for this server's pages alone`() throws {
    let field = try cookie(port: 9000).field("x", at: Arrival(isLocal: false))
    #expect(field == "sse-playground-9000=x; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax")
    let behind = Arrival(isLocal: false, scheme: "https", prefix: "/playground")
    #expect(
      try cookie(port: 9000).field("x", at: behind)
        == "sse-playground-9000=x; Max-Age=604800; Path=/playground/; HttpOnly; SameSite=Lax; Secure")
  }

  @Test func `whoever has signed in is a presenter, also after a restart`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func door(_ token: String = "correct-horse") -> Door {
      let door = Door(token: AdminToken(token))
      door.connect(port: 8000) { SigningKey.load(folder: folder) { Issue.record("\($0)") } }
      return door
    }
    var request = Request.test(.get, "/")
    request.arrival = Arrival(isLocal: false)
    #expect(door().signIn("wrong-horse", request).cookie == nil)
    let field = try #require(door().signIn("correct-horse", request).cookie)
    request.headerFields[.cookie] = "a=b; " + field.prefix { $0 != ";" }
    #expect(door().access(of: request).way == .cookie)
    #expect(door("another-horse").access(of: request).role == .visitor)
    request.headerFields[.cookie] = "sse-playground-8001" + field.dropFirst("sse-playground-8000".count)
    #expect(door().access(of: request).role == .visitor)
  }

  @Test func `the key lies in a file that only its owner may read`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var reports: [String] = []
    let key = SigningKey.load(folder: folder) { reports.append($0) }
    let path = folder + "/sign-in.key"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sign-in.key"])
    #expect(key.count == 32)
    #expect(SigningKey.load(folder: folder) { reports.append($0) } == key)
    #expect(reports == [])
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(SigningKey.load(folder: folder) { reports.append($0) } != key)
    #expect(reports.first?.contains("could be read by others") == true)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test func `HMAC-SHA256 is that of RFC 4231`() {
    let code = MessageCode.of(Array("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))
    #expect(
      code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
  }
}
