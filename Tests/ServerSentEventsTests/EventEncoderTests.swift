import ServerSentEvents
import Testing

@Suite struct EventEncoderTests {
  private func encode(_ lineEnding: LineEnding = .lf, _ body: (EventEncoder, inout [UInt8]) -> Void) -> String
  {
    var bytes: [UInt8] = []
    body(EventEncoder(lineEnding: lineEnding), &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (EventField.event, "event: 7\n"), (.data, "data: 7\n"), (.id, "id: 7\n"), (.retry, "retry: 7\n"),
    (.comment, ": 7\n"),
  ])
  func `writes a field with its name, a colon and a space`(_ field: EventField, _ line: String) {
    #expect(encode { $0.append(field, "7", to: &$1) } == line)
    #expect(EventEncoder().line(field, "7") == Array(line.utf8))
  }

  @Test func `splits data at LF, CR and CRLF`() {
    #expect(
      encode { $0.appendData("a\nb\rc\r\nd\n\re\n".utf8, to: &$1) }
        == "data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: e\ndata: \n")
  }

  @Test func `writes a field for empty data`() {
    #expect(encode { $0.appendData("".utf8, to: &$1) } == "data: \n")
  }

  @Test(arguments: [(LineEnding.lf, "\n"), (.cr, "\r"), (.crlf, "\r\n")])
  func `ends every line as told`(_ ending: LineEnding, _ end: String) {
    let text = encode(ending) {
      $0.append(.event, "e", to: &$1)
      $0.append(.id, "", to: &$1)
      $0.appendData("a\nb".utf8, to: &$1)
      $0.appendLineEnd(to: &$1)
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
    EventEncoder().append(.data, "x", to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "before|data: x\n")
  }
}
