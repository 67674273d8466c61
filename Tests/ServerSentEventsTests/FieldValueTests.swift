import ServerSentEvents
import Testing

@Suite struct FieldValueTests {
  @Test(arguments: [
    ("a\nb", InvalidFieldValue.lineEnd), ("a\rb", .lineEnd), ("a\r\nb", .lineEnd), ("a\0b", .null),
  ])
  func `event types and ids that would break a stream cannot be made`(
    _ text: String, _ error: InvalidFieldValue
  ) {
    #expect(throws: error) { try EventType(text) }
    #expect(throws: error) { try EventID(text) }
  }

  @Test func `an event type cannot be empty and an id can`() throws {
    #expect(throws: InvalidFieldValue.empty) { try EventType("") }
    #expect(try EventID("").text == "")
  }

  @Test func `other text is taken as it is`() throws {
    #expect(try EventType(" tick:tock é ").text == " tick:tock é ")
    #expect(try EventID("{\"a\": 1}\u{2028}").text == "{\"a\": 1}\u{2028}")
  }

  @Test func `a reconnection time is what JavaScript holds exactly`() throws {
    #expect(try ReconnectionTime(milliseconds: 9_007_199_254_740_991) == .maximum)
    #expect(throws: InvalidFieldValue.outOfRange) {
      try ReconnectionTime(milliseconds: 9_007_199_254_740_992)
    }
  }

  @Test func `a refusal says what must not be`() {
    #expect(InvalidFieldValue.lineEnd.description.contains("CR or LF"))
    #expect(InvalidFieldValue.null.description.contains("NULL"))
  }
}
