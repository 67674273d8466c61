/// Operations on the UTF-8 bytes of texts. Comparing bytes gives the same order as comparing code points.
enum TextBytes {
  static func areEqual(_ a: String, _ b: String) -> Bool {
    let count = a.utf8.count
    return count == b.utf8.count && commonPrefix(a, b) == count
  }

  static func order(_ a: String, _ b: String) -> Value.Order {
    let same = commonPrefix(a, b)
    return a.withBytes { a in
      b.withBytes { b in
        if same == a.count { return same == b.count ? .same : .less }
        if same == b.count { return .greater }
        return a[same] < b[same] ? .less : .greater
      }
    }
  }

  static func has(_ text: String, prefix: String) -> Bool { commonPrefix(text, prefix) == prefix.utf8.count }

  static func has(_ text: String, suffix: String) -> Bool {
    text.withBytes { text in
      suffix.withBytes { suffix in
        guard suffix.count <= text.count else { return false }
        let end = UnsafeBufferPointer(rebasing: text[(text.count - suffix.count)...])
        return commonPrefix(end, suffix) == suffix.count
      }
    }
  }

  /// Returns the length in bytes of the longest prefix that two texts share.
  private static func commonPrefix(_ a: String, _ b: String) -> Int {
    a.withBytes { a in b.withBytes { b in commonPrefix(a, b) } }
  }

  private static func commonPrefix(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
    let count = min(a.count, b.count)
    let (x, y) = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
    var index = 0
    while index + 8 <= count,
      x.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        == y.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    {
      index += 8
    }
    while index < count, x[index] == y[index] { index += 1 }
    return index
  }

  /// Returns the number of code points.
  static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // In a byte that continues a code point, the highest bit is set and the next bit is clear: 0b10xxxxxx.
    bytes.count - count(bytes) { ($0 >> 7) & ~($0 >> 6) }
  }

  static func length(_ text: String) -> Int { text.withBytes(length) }

  /// Returns the number of bytes that belong to characters beyond ASCII, which cost more to process.
  static func beyondASCII(_ text: String) -> Int { text.withBytes { count($0) { $0 >> 7 } } }

  static func count(of byte: UInt8, in bytes: [UInt8]) -> Int {
    let wanted = 0x0101_0101_0101_0101 &* UInt64(byte)
    let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return bytes.withUnsafeBufferPointer { bytes in
      // Before the complement, the highest bit of a byte is clear only where `word ^ wanted` is zero.
      count(bytes) { word in ~((((word ^ wanted) & lows) &+ lows) | (word ^ wanted)) >> 7 }
    }
  }

  /// Counts the bytes that have some property, eight at a time.
  ///
  /// - Parameter mark: returns a word in which the lowest bit of each byte is set if that byte has the property.
  private static func count(_ bytes: UnsafeBufferPointer<UInt8>, _ mark: (UInt64) -> UInt64) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    let ones: UInt64 = 0x0101_0101_0101_0101
    var count = 0
    var index = 0
    while index + 8 <= raw.count {
      count += (mark(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) & ones).nonzeroBitCount
      index += 8
    }
    while index < raw.count {
      count += Int(mark(UInt64(raw[index])) & 1)
      index += 1
    }
    return count
  }

  /// Returns the code points from `start` up to but not including `end`. Positions after the end of the text count as the end.
  static func part(_ text: String, from start: Int, to end: Int) -> String {
    text.withBytes { bytes in
      let first = offset(of: start, in: bytes, from: 0)
      let last = offset(of: end - start, in: bytes, from: first)
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<last]), as: UTF8.self)
    }
  }

  /// Returns the byte offset of the code point `count` code points after `start`, or the number of bytes if there is none.
  private static func offset(of count: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var left = count
    var index = start
    while index < bytes.count {
      if bytes[index] & 0xC0 != 0x80 {
        if left <= 0 { return index }
        left -= 1
      }
      index += 1
    }
    return bytes.count
  }

  /// Concatenates two texts without spare capacity. `+` would allocate about twice the memory.
  static func joined(_ a: String, _ b: String) -> String {
    a.withBytes { a in
      b.withBytes { b in
        String(unsafeUninitializedCapacity: a.count + b.count) { room in
          let rest = UnsafeMutableBufferPointer(rebasing: room[(room.initialize(fromContentsOf: a))...])
          return a.count + rest.initialize(fromContentsOf: b)
        }
      }
    }
  }

  /// Returns `count` bytes that repeat the given ones. The last repetition may be incomplete.
  static func repeated(_ bytes: [UInt8], upTo count: Int) -> [UInt8] {
    var result: [UInt8] = []
    guard !bytes.isEmpty, count > 0 else { return result }
    result.reserveCapacity(count)
    result += bytes.prefix(count)
    while result.count < count { result += result.prefix(count - result.count) }
    return result
  }
}

extension String {
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
