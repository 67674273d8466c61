import Testing

@testable import Playground

@Suite struct EntryRingTests {
  private static func append(_ number: UInt64, _ text: String, to ring: inout EntryRing) -> Bool {
    Array(text.utf8).withUnsafeBytes { bytes in
      let half = bytes.count / 2
      return ring.append(
        number: number, moment: number * 10, UnsafeRawBufferPointer(rebasing: bytes[..<half]),
        UnsafeRawBufferPointer(rebasing: bytes[half...]))
    }
  }

  /// Numbers and texts of the entries in a chunk.
  private static func entries(_ chunk: [UInt8]) -> [(number: UInt64, text: String)] {
    var entries: [(number: UInt64, text: String)] = []
    var position = 0
    while position < chunk.count {
      let (size, number) = chunk.withUnsafeBytes { bytes in
        (
          Int(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)),
          bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt64.self)
        )
      }
      let text = chunk[(position + EntryRing.prefix)..<(position + size)]
      entries.append((number, String(decoding: text, as: UTF8.self)))
      position += size
    }
    return entries
  }

  private static func all(_ ring: EntryRing) -> [(number: UInt64, text: String)] {
    var chunk: [UInt8] = []
    var place: EntryRing.Position?
    #expect(ring.copy(0..<UInt64.max, from: &place, limit: .max, into: &chunk))
    return entries(chunk)
  }

  @Test func `keeps the newest entries whole, whatever their sizes`() {
    var random = SystemRandomNumberGenerator()
    for capacity in [64, 100, 257, 1_024] {
      var ring = EntryRing()
      ring.resize(to: capacity)
      var model: [(number: UInt64, text: String)] = []
      for number in 1...2_000 {
        let size = Int.random(in: 0...(capacity / 3 - EntryRing.prefix).clamped(to: 0...200), using: &random)
        let text = String(repeating: Character(UnicodeScalar(UInt8(97 + number % 26))), count: size)
        #expect(Self.append(UInt64(number), text, to: &ring))
        model.append((UInt64(number), text))
        let kept = Self.all(ring)
        #expect(kept.count == ring.count)
        #expect(!kept.isEmpty)
        #expect(kept.elementsEqual(model.suffix(kept.count), by: ==))
        // No more room is given away than entries of one size each at the two ends.
        let held = kept.reduce(0) { $0 + EntryRing.prefix + $1.text.utf8.count }
        #expect(held <= capacity)
        #expect(number < 100 || held > capacity / 3 - 2 * EntryRing.prefix)
      }
    }
  }

  @Test func `a reader goes on where it was, and at the oldest when that is gone`() {
    var ring = EntryRing()
    ring.resize(to: 300)
    var place: EntryRing.Position?
    var read: [UInt64] = []
    var next: UInt64 = 1
    for number in 1...497 {
      _ = Self.append(UInt64(number), "0123456789", to: &ring)
      // Now and then, so that it falls behind as well.
      guard number % 7 == 0 || number % 50 > 30 else { continue }
      var chunk: [UInt8] = []
      while !ring.copy(next..<UInt64.max, from: &place, limit: 60, into: &chunk) {
        read += Self.entries(chunk).map(\.number)
        next = (read.last ?? 0) + 1
        chunk = []
      }
      read += Self.entries(chunk).map(\.number)
      next = (read.last ?? 0) + 1
    }
    #expect(read == read.sorted())
    #expect(Set(read).count == read.count)
    #expect(read.last == 497)
    #expect(read.count > 350)
  }

  @Test func `an entry that is larger than all of the memory is left out`() {
    var ring = EntryRing()
    #expect(!Self.append(1, "a", to: &ring))
    ring.resize(to: 64)
    #expect(Self.append(2, "a", to: &ring))
    #expect(!Self.append(3, String(repeating: "b", count: 64), to: &ring))
    #expect(Self.all(ring).map(\.number) == [2])
  }

  @Test(arguments: [100, 150, 640])
  func `other memory takes the newest entries over`(capacity: Int) {
    var ring = EntryRing()
    ring.resize(to: 160)
    for number: UInt64 in 1...9 { _ = Self.append(number, "entry \(number)", to: &ring) }
    let before = Self.all(ring)
    ring.resize(to: capacity)
    let after = Self.all(ring)
    #expect(after.elementsEqual(before.suffix(after.count), by: ==))
    #expect(after.count == min(before.count, capacity / (EntryRing.prefix + 7)))
    #expect(Self.append(10, "entry 10", to: &ring))
    #expect(Self.all(ring).last?.text == "entry 10")
  }

  @Test func `what is too old is dropped`() {
    var ring = EntryRing()
    ring.resize(to: 1_024)
    for number in 1...9 { _ = Self.append(UInt64(number), "x", to: &ring) }
    ring.expire(before: 55)
    #expect(Self.all(ring).map(\.number) == [6, 7, 8, 9])
    ring.expire(before: .max)
    #expect(Self.all(ring).isEmpty)
    #expect(Self.append(10, "x", to: &ring))
    #expect(Self.all(ring).map(\.number) == [10])
  }

  @Test func `only numbers in the range are copied`() {
    var ring = EntryRing()
    ring.resize(to: 1_024)
    for number in 1...9 { _ = Self.append(UInt64(number), "x", to: &ring) }
    var chunk: [UInt8] = []
    var place: EntryRing.Position?
    #expect(ring.copy(3..<6, from: &place, limit: .max, into: &chunk))
    #expect(Self.entries(chunk).map(\.number) == [3, 4, 5])
    chunk = []
    #expect(ring.copy(6..<8, from: &place, limit: .max, into: &chunk))
    #expect(Self.entries(chunk).map(\.number) == [6, 7])
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
