/// Texts looked at as their bytes in UTF-8, in whose order their code points are.
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

  /// How many bytes two texts have in common from their beginnings.
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

  /// How many code points.
  static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // Of each byte that goes on with a code point, the highest bit is set and the next one is not.
    bytes.count - count(bytes) { ($0 >> 7) & ~($0 >> 6) }
  }

  static func length(_ text: String) -> Int { text.withBytes(length) }

  /// How many bytes belong to characters beyond ASCII, which cost more to look at.
  static func beyondASCII(_ text: String) -> Int { text.withBytes { count($0) { $0 >> 7 } } }

  /// How many bytes are that one.
  static func count(of byte: UInt8, in bytes: [UInt8]) -> Int {
    let wanted = 0x0101_0101_0101_0101 &* UInt64(byte)
    let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return bytes.withUnsafeBufferPointer { bytes in
      // A byte of the difference that is zero is the only kind whose highest bit is not set here.
      count(bytes) { word in ~((((word ^ wanted) & lows) &+ lows) | (word ^ wanted)) >> 7 }
    }
  }

  /// How many bytes have a property, eight at once.
  ///
  /// - Parameter mark: gives a word in which the lowest bit of each byte says whether it has.
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

  /// The code points from one place up to another; places beyond the end are the end.
  static func part(_ text: String, from start: Int, to end: Int) -> String {
    text.withBytes { bytes in
      let first = offset(of: start, in: bytes, from: 0)
      let last = offset(of: end - start, in: bytes, from: first)
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<last]), as: UTF8.self)
    }
  }

  /// Where the code point begins that has so many before it, counted from an offset.
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

  /// Both texts as one, in no more memory than it needs: appending to a text would leave room for as much again.
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

  /// The bytes again and again until there are so many.
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
