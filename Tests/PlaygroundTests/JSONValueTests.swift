import Foundation
import MicroHTTP
import Testing
import TextForms

@testable import Playground

@Suite struct JSONValueTests {
  private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

  @Test func `keeps the order of members`() {
    let value: JSONValue = ["b": 1, "a": [true, nil, .double(1.5)], "z": "é"]
    #expect(text(value) == #"{"b":1,"a":[true,null,1.5],"z":"é"}"#)
  }

  @Test func `escapes what JSON says it must`() throws {
    let all = String(String.UnicodeScalarView((0..<0x80).compactMap(Unicode.Scalar.init)))
    #expect(text("a\"b\\c\n\u{1}\u{1F}") == #""a\"b\\c\n\u0001\u001f""#)
    let decoded = try JSONSerialization.jsonObject(with: Data(JSONValue.array([.string(all)]).bytes))
    #expect(decoded as? [String] == [all])
  }
}
