import Testing

@testable import ServerSentEvents

@Suite struct EventTailTests {
  private static func id(_ text: String, reach: Int = 256) -> String? {
    EventTail.lastID(in: Array(text.utf8), reach: reach).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("id: 6\n\nid: 7\ndata: b\n\n", "7"), ("id:7\r\ndata: b\r\n\r\n", "7"), ("id: 7\rdata: id: 8\r", "7"),
      ("id:", ""), ("id", nil), ("data: id: 7\n", nil), ("xid: 7\n", nil), ("", nil),
    ] as [(String, String?)])
  func `the last ID is the value of the last id field`(_ text: String, _ id: String?) {
    #expect(Self.id(text) == id)
  }

  @Test func `an ID is found as long as its colon is within reach`() {
    for start in ["", "\n", "data: a\n"] {
      let text = start + "id: 7\n" + "data: b\n\n"
      let behindColon = text.utf8.count - start.utf8.count - 3
      #expect(Self.id(text, reach: behindColon + 1) == "7")
      #expect(Self.id(text, reach: behindColon) == nil)
    }
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func `the last event begins behind the last blank line before its end`(_ end: String) {
    let last = "id: 2" + end + "data: b"
    let bytes = Array(("data: a" + end + end + last + end + end).utf8)
    #expect(bytes[EventTail.lastEvent(in: bytes, reach: 100)].elementsEqual(last.utf8))
    #expect(bytes[EventTail.lastEvent(in: bytes, reach: 3)].elementsEqual(": b".utf8))
  }
}
