import TextForms

/// Writes into given memory. If a method returns false, the value did not fit or needs conversion, and what was written must be discarded.
struct DirectWriter {
  private var next: UnsafeMutablePointer<UInt8>
  private var left: Int

  init?(room: UnsafeMutableBufferPointer<UInt8>) {
    guard let start = room.baseAddress else { return nil }
    next = start
    left = room.count
  }

  /// The memory that has not been written to.
  var rest: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(start: next, count: left) }

  private mutating func pass(_ count: Int) {
    next += count
    left -= count
  }

  mutating func append(_ bytes: [UInt8], from start: Int, count: Int) -> Bool {
    guard count <= left else { return false }
    bytes.withUnsafeBufferPointer { bytes in
      let part = bytes[start..<start + count]
      if let address = UnsafeBufferPointer(rebasing: part).baseAddress {
        next.update(from: address, count: count)
      }
    }
    pass(count)
    return true
  }

  /// Appends a number in decimal, two digits at a time.
  mutating func append(_ number: Int) -> Bool {
    var rest = number.magnitude
    let count = (number < 0 ? 1 : 0) + Self.digits(of: rest)
    guard count <= left else { return false }
    var position = count
    while rest >= 100 {
      let hundreds = rest / 100
      position -= 2
      write(pair: UInt32(truncatingIfNeeded: rest - hundreds * 100), at: position)
      rest = hundreds
    }
    if rest >= 10 {
      write(pair: UInt32(truncatingIfNeeded: rest), at: position - 2)
    } else {
      next[position - 1] = UInt8(truncatingIfNeeded: rest) &+ 0x30
    }
    if number < 0 { next[0] = UInt8(ascii: "-") }
    pass(count)
    return true
  }

  private func write(pair: UInt32, at position: Int) {
    // Dividing by ten for numbers below 100: 103 / 1024 is close enough to a tenth.
    let tens = (pair &* 103) >> 10
    next[position] = UInt8(truncatingIfNeeded: tens) &+ 0x30
    next[position &+ 1] = UInt8(truncatingIfNeeded: pair &- tens &* 10) &+ 0x30
  }

  private static func digits(of number: UInt) -> Int {
    var count = 1
    var limit: UInt = 10
    while count < 20, number >= limit {
      count += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = next
    }
    return count
  }

  /// Appends a text that needs no conversion: short, without control characters, and in JSON without characters to be escaped.
  mutating func append(_ text: String, _ form: OutputForm, most: Int) -> Bool {
    let isQuoted = form == .json
    let room = min(most, left - (isQuoted ? 2 : 0))
    let start = next + (isQuoted ? 1 : 0)
    let count = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      guard bytes.count <= room else { return nil }
      // A client would return an ID without spaces at its ends; the slow path reports that.
      if form == .text, bytes.first == 0x20 || bytes.last == 0x20 { return nil }
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte < 0x20 || byte == 0x7F || (form != .text && (byte == 0x22 || byte == 0x5C)) { return nil }
        start[index] = byte
      }
      return bytes.count
    }
    guard let count, let count else { return false }
    if isQuoted {
      next[0] = UInt8(ascii: "\"")
      next[count + 1] = UInt8(ascii: "\"")
    }
    pass(count + (isQuoted ? 2 : 0))
    return true
  }

  /// Appends the 24 characters of a time.
  mutating func append(_ time: SIMD32<UInt8>, isQuoted: Bool) -> Bool {
    let margin = isQuoted ? 1 : 0
    guard ISOTime.length + 2 * margin <= left else { return false }
    withUnsafeBytes(of: time) { bytes in
      UnsafeMutableRawBufferPointer(start: next + margin, count: ISOTime.length).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[..<ISOTime.length]))
    }
    if isQuoted {
      next[0] = UInt8(ascii: "\"")
      next[ISOTime.length + 1] = UInt8(ascii: "\"")
    }
    pass(ISOTime.length + 2 * margin)
    return true
  }
}
