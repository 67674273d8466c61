import Testing

@testable import ServerSentEvents

@Suite struct EventStreamParserTests {
  static let files = ["fields", "line-ends", "endings", "encoding"]

  @Test(arguments: files)
  func `parses each vector as the standard says`(_ file: String) throws {
    let vectors = try Vector.load(file)
    #expect(vectors.count >= 5)
    for vector in vectors {
      let recording = Recording([vector.bytes])
      // Bytes are compared: == of String takes different spellings of a character for the same.
      #expect(
        recording.events.map { [$0.type, $0.data, $0.lastEventID].map { Array($0.utf8) } }
          == vector.events.map { [$0.type, $0.data, $0.lastEventId].map { Array($0.utf8) } }, "\(vector.name)"
      )
      #expect(recording.lastEventID == vector.lastEventId, "\(vector.name)")
      #expect(recording.reconnectionTime?.milliseconds == vector.reconnectionTime, "\(vector.name)")
      #expect(recording.nothing == vector.nothing, "\(vector.name)")
    }
  }

  @Test(arguments: files)
  func `parses the same whole, byte by byte and cut in two anywhere`(_ file: String) throws {
    for vector in try Vector.load(file) {
      let bytes = vector.bytes
      let whole = Recording([bytes])
      #expect(Recording(bytes.map { [$0] }) == whole, "\(vector.name)")
      for cut in bytes.indices {
        #expect(Recording([bytes[..<cut], bytes[cut...]]) == whole, "\(vector.name), cut at \(cut)")
      }
    }
  }

  @Test func `dispatches at the CR of the blank line without waiting for an LF`() {
    var parser = EventStreamParser()
    var parts: [ParsedPart] = []
    parser.parse("data: a\r\n\r".utf8) { parts.append($0) }
    #expect(parts == [ParsedPart(range: 0..<10, outcome: .event(MessageEvent(data: "a")))])
    parser.parse("\ndata: b\r\n\r".utf8) { parts.append($0) }
    #expect(parts.last == ParsedPart(range: 11..<21, outcome: .event(MessageEvent(data: "b"))))
  }

  @Test func `says where each part lies in the stream`() throws {
    let stream = "\u{FEFF}: hi\n\nretry: 9\nid: 4\nx: y\ndata: a\n\nid: 5\n\ndata: b\nid: 6\0\n\ndata: c"
    let time = try #require(ReconnectionTime(fieldValue: "9".utf8))
    #expect(
      Recording([stream.utf8]).parts == [
        ParsedPart(range: 0..<3, outcome: .nothing(.byteOrderMark)),
        ParsedPart(range: 3..<8, outcome: .nothing(.comment)),
        ParsedPart(range: 9..<18, outcome: .reconnectionTime(time)),
        ParsedPart(range: 24..<29, outcome: .nothing(.ignoredField)),
        ParsedPart(range: 18..<38, outcome: .event(MessageEvent(data: "a", lastEventID: "4"))),
        ParsedPart(range: 38..<45, outcome: .nothing(.noData)),
        ParsedPart(range: 53..<60, outcome: .nothing(.nullInID)),
        ParsedPart(range: 45..<61, outcome: .event(MessageEvent(data: "b", lastEventID: "5"))),
        ParsedPart(range: 61..<68, outcome: .nothing(.unfinished)),
      ])
  }

  @Test func `keeps last event ID and reconnection time for the next connection and nothing else`() {
    var parser = EventStreamParser()
    var parts: [ParsedPart] = []
    parser.parse("retry: 5\nid: 1\ndata: a\n\nevent: x\ndata: lost\n".utf8) { _ in }
    parser.finish { _ in }
    #expect(parser.lastEventID == "1")
    #expect(parser.reconnectionTime?.milliseconds == 5)
    parser.parse("\u{FEFF}data: b\n\n".utf8) { parts.append($0) }
    #expect(
      parts == [
        ParsedPart(range: 0..<3, outcome: .nothing(.byteOrderMark)),
        ParsedPart(range: 3..<12, outcome: .event(MessageEvent(data: "b"))),
      ])
  }

  @Test(
    arguments: [
      ("id: 1\ndata: a\n\n", nil), ("id: 1\ndata: a\n", "1"), ("id: 1\ndata: a\n\nid: 2\nda", "2"),
      ("id: 1", nil), ("id: 1\nid\n", nil), ("id: 1\nid: 2\0\n", "1"), ("\u{FEFF}id: 1\n", "1"),
      ("id: 1\n\nid: 1\n", nil),
    ] as [(String, String?)])
  func `knows the ID of a block that is not finished`(_ stream: String, _ id: String?) {
    var parser = EventStreamParser()
    parser.parse(stream.utf8) { _ in }
    #expect(parser.unfinishedID == id)
  }
}
