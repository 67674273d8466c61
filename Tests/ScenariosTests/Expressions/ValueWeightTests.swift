import Testing

@testable import Scenarios

struct ValueWeightTests {
  private static let plain = MemoryLayout<Value>.stride

  @Test
  func `a value weighs its own bytes and those of what it holds, what is in it twice as often`() {
    #expect(Value.int(1).weight == Self.plain)
    #expect(Value.string("short").weight == Self.plain)
    #expect(Value.string(String(repeating: "a", count: 1_000)).weight == Self.plain + 1_032)
    #expect(Value.array([]).weight == Self.plain + 32)
    let list = Value.array([1, 2, 3].map(Value.int))
    #expect(list.weight == 4 * Self.plain + 32)
    #expect(Value.array([list, list]).weight == Self.plain + 32 + 2 * list.weight)
    #expect(Value.object(Value.Members([("a", .null)])).weight == 2 * Self.plain + 32 + 16)
  }

  @Test
  func `an object weighs the same however it was put together`() {
    var members = Value.Members()
    let value = Value.array([.string(String(repeating: "x", count: 100))])
    members["a"] = value
    members["b"] = .int(1)
    members["a"] = .null
    #expect(members == Value.Members([("a", .null), ("b", .int(1))]))
    members["b"] = nil
    #expect(members == Value.Members([("a", .null)]))
    #expect(Value.object(members).depth == 1)
    #expect(members.measure == Value.Members([("a", .null)]).measure)
  }

  @Test
  func `the weight of a value that holds itself again and again is as large as can be, and no sum overflows`()
  {
    var value = Value.string(String(repeating: "a", count: 100))
    for _ in 0..<300 { value = .array([value, value]) }
    #expect(value.weight >= 1 << 32 - 1)
    #expect(value.depth == 255)
  }

  @Test
  func `a list has no more memory than it weighs`() {
    var values: [Value] = []
    for number in 0..<1_025 { values.append(.int(number)) }
    guard case .array(let elements) = Value.array(values) else { return }
    #expect(elements.values.capacity * Self.plain < Value.array(values).weight * 5 / 4)
  }

  @Test
  func `texts are compared by their bytes, whatever Unicode takes for the same`() throws {
    let pairs = [
      ("e\u{301}", "é"), ("a", "b"), ("abcdefgh1", "abcdefgh2"), ("", "a"), ("abc", "ab"), ("é", "z"),
    ]
    for (a, b) in pairs {
      #expect(!TextBytes.areEqual(a, b))
      #expect(TextBytes.areEqual(a, a))
      #expect((TextBytes.order(a, b) == .less) == a.utf8.lexicographicallyPrecedes(b.utf8))
      #expect(TextBytes.order(b, b) == .same)
    }
    #expect(try Value(json: Array(#"{"é":1,"e\u0301":2}"#.utf8)).text == "{\"é\":1,\"e\u{301}\":2}")
  }

  @Test
  func `one byte is counted wherever it stands, and none that resembles it`() {
    for byte in [0x00, 0x01, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xDC, 0xFF] as [UInt8] {
      for length in 0..<20 {
        var bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 41 &+ Int(byte) &- 1) }
        for place in bytes.indices.reversed() where place.isMultiple(of: 3) { bytes[place] = byte }
        #expect(TextBytes.count(of: byte, in: bytes) == bytes.count { $0 == byte })
      }
    }
  }

  @Test
  func `parts of texts are those of their code points`() {
    let text = "añ👍b\u{301}c"
    let scalars = Array(text.unicodeScalars)
    #expect(TextBytes.length(text) == scalars.count)
    for from in 0...scalars.count + 1 {
      for to in from...scalars.count + 2 {
        var part = String.UnicodeScalarView()
        part.append(contentsOf: scalars.dropFirst(from).prefix(to - from))
        #expect(TextBytes.part(text, from: from, to: to) == String(part))
      }
    }
    #expect(TextBytes.has(text, prefix: "añ") && !TextBytes.has("a", prefix: text))
    #expect(TextBytes.has(text, suffix: "c") && !TextBytes.has("c", suffix: text))
    #expect(TextBytes.repeated(Array("abc".utf8), upTo: 8) == Array("abcabcab".utf8))
  }
}
