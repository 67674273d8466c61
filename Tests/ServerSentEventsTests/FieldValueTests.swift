import Testing

@testable import ServerSentEvents

@Suite struct FieldValueTests {
  @Test(
    arguments: [
      ("a\nb", FieldValueProblem.lineEnd), ("a\rb", .lineEnd), ("a\r\nb", .lineEnd), ("a\0b", .null),
      ("\0\n", .null), ("", nil), (" tick:tock é ", nil), ("{\"a\": 1}\u{2028}", nil),
    ] as [(String, FieldValueProblem?)])
  func `says why a client would read a value differently`(_ text: String, _ problem: FieldValueProblem?) {
    #expect(FieldValueProblem(in: text.utf8) == problem)
    #expect(FieldValueProblem(in: Array(text.utf8)[...]) == problem)
  }

  @Test(
    arguments: [
      ("0", 0), ("0012", 12), ("9007199254740991", 9_007_199_254_740_991),
      ("9007199254740992", 9_007_199_254_740_991), ("99999999999999999999999999", 9_007_199_254_740_991),
      ("", nil), ("-1", nil), ("1s", nil), (" 1", nil), ("١", nil),
    ] as [(String, UInt64?)])
  func `a reconnection time is digits, up to what JavaScript represents exactly`(
    _ text: String, _ milliseconds: UInt64?
  ) {
    #expect(ReconnectionTime(fieldValue: text.utf8)?.milliseconds == milliseconds)
  }
}
