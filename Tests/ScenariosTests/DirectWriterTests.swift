import TextForms
import Testing

@testable import Scenarios

struct DirectWriterTests {
  /// What is written into room of that many bytes; nil if it is refused.
  static func written(room: Int, _ write: (inout DirectWriter) -> Bool) -> String? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room + 1) { space -> String? in
      space.update(repeating: 0xAA)
      let part = UnsafeMutableBufferPointer(rebasing: space[..<room])
      guard var writer = DirectWriter(room: part) else { return nil }
      let isWritten = write(&writer)
      #expect(space[room] == 0xAA, "written past the room")
      return isWritten
        ? String(decoding: part[..<(room - writer.rest.count)], as: UTF8.self) : nil
    }
  }

  @Test func `numbers are in decimal`() {
    var random = SeededRandom(seed: 3)
    var numbers = [0, 9, 10, 99, 100, 101, 999, 1_000, .max, .min, -1, -10, -100]
    for shift in 0..<63 {
      numbers += [Int(bitPattern: UInt(random.next() >> shift)), 1 << shift, -(1 << shift)]
    }
    var power = 1
    for _ in 0..<18 {
      power *= 10
      numbers += [power - 1, power, power + 1, -power]
    }
    for number in numbers {
      let text = String(number)
      #expect(Self.written(room: 20) { $0.append(number) } == text)
      #expect(Self.written(room: text.utf8.count) { $0.append(number) } == text)
      #expect(Self.written(room: text.utf8.count - 1) { $0.append(number) } == nil)
    }
  }

  @Test func `texts are copied, unless they need more than that`() {
    #expect(Self.written(room: 9) { $0.append("grüße", .text, most: 8) } == "grüße")
    #expect(Self.written(room: 9) { $0.append("grüße", .json, most: 8) } == "\"grüße\"")
    #expect(Self.written(room: 8) { $0.append("grüße", .json, most: 8) } == nil)
    #expect(Self.written(room: 90) { $0.append("grüße", .jsonText, most: 6) } == nil)
    #expect(Self.written(room: 9) { $0.append("a\"b", .text, most: 9) } == "a\"b")
    for text in ["a\"b", "a\\b", "a\nb", "\u{0}"] {
      #expect(Self.written(room: 9) { $0.append(text, .json, most: 9) } == nil)
    }
    #expect(Self.written(room: 9) { $0.append("a\nb", .text, most: 9) } == nil)
    #expect(Self.written(room: 2) { $0.append("", .json, most: 9) } == "\"\"")
  }

  @Test func `literal bytes and times fit, or are refused`() {
    let bytes = Array("abcdef".utf8)
    #expect(Self.written(room: 3) { $0.append(bytes, from: 2, count: 3) } == "cde")
    #expect(Self.written(room: 2) { $0.append(bytes, from: 2, count: 3) } == nil)
    var time = ISOTime()
    let text = time.text(wall: Playing.start)
    #expect(Self.written(room: 26) { $0.append(text, isQuoted: true) } == "\"2026-11-22T10:30:00.000Z\"")
    #expect(Self.written(room: 25) { $0.append(text, isQuoted: true) } == nil)
    #expect(Self.written(room: 24) { $0.append(text, isQuoted: false) } == "2026-11-22T10:30:00.000Z")
  }
}
