import TextForms
import Testing

@testable import Playground

@Suite struct LastEventTests {
  private func last(of writes: String...) -> JSONValue {
    var event = LastEvent()
    for write in writes { event.take(Array(write.utf8)) }
    return event.json
  }

  @Test(arguments: [
    "event: tick\nid: 3\ndata: x\n\n", "data: a\n\nevent: tick\nid: 3\ndata: x\n\n",
    "data: a\r\n\r\nevent: tick\r\nid: 3\r\ndata: x\r\n\r\n", "data: a\r\revent:tick\rid:3\rdata:x\r\r",
  ])
  func `the last of a write is kept`(write: String) {
    #expect(last(of: write) == ["type": "tick", "id": "3", "data": "x"])
  }

  @Test func `the next write takes its place`() {
    #expect(
      last(of: "event: tick\nid: 3\ndata: x\n\n", "data: one\ndata: two\n\n")
        == ["type": "message", "id": .null, "data": "one\ntwo"])
  }

  @Test(arguments: ["a\u{2028}b", "a\u{85}b\u{0B}c\u{0C}d", "\u{301}", "x \u{301}:\u{301}"])
  func `lines and names end where the standard says`(text: String) {
    #expect(
      last(of: "id:\(text)\ndata: \(text)\n\n") == [
        "type": "message", "id": .string(text), "data": .string(text),
      ])
  }

  @Test func `a long one is cut between characters`() {
    let cut = last(of: "id: 12\ndata: " + String(repeating: "ä", count: 1_000) + "\n\n")
    #expect(cut == ["type": "message", "id": "12", "data": .string(String(repeating: "ä", count: 121))])
  }

  @Test(arguments: ["", "\n\n\n", "{\"a\":1}\n", ": nothing\n\n"])
  func `what is no event is none`(write: String) { #expect(last(of: write) == .null) }
}
