import Foundation
import Testing

@testable import Playground

@Suite struct RoomFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `a room is read as it was written, and only its owner may read it`() throws {
    try inFolder { folder in
      #expect(try RoomFile.load(folder: folder) == nil)
      let room = RoomFile(name: "Klasse 7b")
      try room.save(folder: folder)
      #expect(try RoomFile.load(folder: folder) == room)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["room.json"])
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/room.json")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `what is renewed keeps the token and the name`() {
    let room = RoomFile(name: "room")
    var other = room
    other.renew()
    #expect((other.token, other.name, other.made) == (room.token, room.name, room.made))
    #expect(other.code != room.code && other.key != room.key)
    #expect(room.code.utf8.count == 22 && room.token != room.code)
  }

  @Test func `a file that others could have read gives nothing away`() throws {
    try inFolder { folder in
      let room = RoomFile(name: "room")
      try room.save(folder: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/room.json")
      var reports: [String] = []
      let read = try RoomFile.load(folder: folder) { reports.append($0) }
      #expect(read?.token != room.token && read?.code != room.code && read?.key != room.key)
      #expect(reports.first?.contains("could be read by others") == true)
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"name":"room","code":"x","token":"y","key":"00","made":""}"#,
  ])
  func `a file that is not a room's is named, and left alone`(_ text: String) throws {
    try inFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/room.json"
      try Data(text.utf8).write(to: URL(filePath: path))
      let error = #expect(throws: Failure.self) { try RoomFile.load(folder: folder) }
      #expect(
        error?.description
          == "\(path) is not a room's file. Move it away to begin a new room, or set another DATA.")
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
    }
  }
}
