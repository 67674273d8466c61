import ServerSentEvents
import Testing

@Suite struct EventEncoderTests {
  private func encode(_ lineEnding: LineEnding = .lf, _ body: (EventEncoder, inout [UInt8]) throws -> Void)
    rethrows
    -> String
  {
    var bytes: [UInt8] = []
    try body(EventEncoder(lineEnding: lineEnding), &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `writes event, id, retry and data in this order`() throws {
    let event = try ServerSentEvent(
      type: EventType("task_update"), id: EventID("7"), retry: ReconnectionTime(milliseconds: 3000),
      data: "{\"a\":1}")
    #expect(
      encode { $0.append(event, to: &$1) } == "event: task_update\nid: 7\nretry: 3000\ndata: {\"a\":1}\n\n")
  }

  @Test func `writes no event field for message unless told`() throws {
    #expect(encode { $0.append(ServerSentEvent(data: "x"), to: &$1) } == "data: x\n\n")
    #expect(encode { $0.append(.message, to: &$1) } == "event: message\n")
  }

  @Test func `splits data at LF, CR and CRLF`() {
    let event = ServerSentEvent(data: "a\nb\rc\r\nd\n\re\n")
    #expect(
      encode { $0.append(event, to: &$1) }
        == "data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: e\ndata: \n\n")
  }

  @Test func `tells empty data from none`() throws {
    #expect(encode { $0.append(ServerSentEvent(data: ""), to: &$1) } == "data: \n\n")
    #expect(
      try encode { try $0.append(ServerSentEvent(id: EventID("1"), data: nil), to: &$1) } == "id: 1\n\n")
  }

  @Test(arguments: [(LineEnding.lf, "\n"), (.cr, "\r"), (.crlf, "\r\n")])
  func `ends every line as told`(_ ending: LineEnding, _ end: String) throws {
    let event = try ServerSentEvent(type: EventType("e"), id: EventID(""), data: "a\nb")
    let text = encode(ending) {
      $0.append(event, to: &$1)
      $0.appendComment("x\ny", to: &$1)
    }
    #expect(
      Array(text.utf8)
        == Array(
          ["event: e", "id: ", "data: a", "data: b", "", ": x", ": y", ""].joined(separator: end).utf8))
  }

  @Test func `writes comments without a blank line`() {
    #expect(encode { $0.appendComment("", to: &$1) } == ":\n")
    #expect(encode { $0.appendComment("keep-alive", to: &$1) } == ": keep-alive\n")
    #expect(encode { $0.appendComment("a\r\nb", to: &$1) } == ": a\n: b\n")
  }

  @Test func `writes the byte order mark`() {
    var bytes: [UInt8] = []
    bytes += EventEncoder.byteOrderMark
    #expect(bytes == [0xEF, 0xBB, 0xBF])
  }

  @Test func `appends and leaves what was there`() {
    var bytes = Array("before|".utf8)
    EventEncoder().append(ServerSentEvent(data: "x"), to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "before|data: x\n\n")
  }
}
