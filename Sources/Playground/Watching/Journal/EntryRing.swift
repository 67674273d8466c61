/// Entries, oldest first, in a circular block of memory. The bytes of an entry are contiguous:
///
///     size (4 bytes) | number (8) | moment (8) | contents
///
/// Numbers increase from entry to entry, not always by one.
struct EntryRing {
  /// Bytes before the contents of an entry.
  static let prefix = 20

  /// The position of a reader; valid as long as its entry is kept.
  struct Position {
    fileprivate var generation: UInt32
    fileprivate var index: UInt64
    fileprivate var offset: Int
  }

  private var storage: [UInt8] = []
  /// Where the oldest entry begins.
  private var start = 0
  /// Where the next entry begins.
  private var end = 0
  /// Where the entries before the wrap end; nil if they do not wrap. The oldest entry comes before the wrap, the newest after it.
  private var turn: Int?
  private(set) var count = 0
  /// Entries that were dropped since the beginning, which is the index of the oldest one kept.
  private var dropped: UInt64 = 0
  /// Counts replacements of the memory: positions in an earlier one are invalid.
  private var generation: UInt32 = 0

  var capacity: Int { storage.count }

  /// Whether an entry of this many bytes fits without dropping another.
  func fits(_ size: Int) -> Bool { offset(for: size) != nil }

  /// Appends an entry that consists of `head` and `body`; drops the oldest ones until it fits.
  ///
  /// - Returns: whether the memory is large enough for it.
  @discardableResult
  mutating func append(
    number: UInt64, moment: UInt64, _ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer
  ) -> Bool {
    let size = Self.prefix + head.count + body.count
    guard size <= capacity, let fixed = UInt32(exactly: size) else { return false }
    while offset(for: size) == nil { dropOldest() }
    guard let offset = offset(for: size) else { return false }
    if count == 0 {
      start = 0
      turn = nil
    } else if turn == nil, offset < end {
      turn = end
    }
    storage.withUnsafeMutableBytes { memory in
      let entry = UnsafeMutableRawBufferPointer(rebasing: memory[offset..<offset + size])
      entry.storeBytes(of: fixed, as: UInt32.self)
      entry.storeBytes(of: number, toByteOffset: 4, as: UInt64.self)
      entry.storeBytes(of: moment, toByteOffset: 12, as: UInt64.self)
      UnsafeMutableRawBufferPointer(rebasing: entry[Self.prefix...]).copyMemory(from: head)
      UnsafeMutableRawBufferPointer(rebasing: entry[(Self.prefix + head.count)...]).copyMemory(from: body)
    }
    end = offset + size
    count += 1
    return true
  }

  /// Replaces the memory; drops the oldest entries if the new one is smaller.
  mutating func resize(to capacity: Int) {
    while count > 0, used > capacity { dropOldest() }
    var other = [UInt8](repeating: 0, count: capacity)
    var filled = 0
    var offset = start
    for _ in 0..<count {
      let size = storage.entrySize(at: offset)
      other.replaceSubrange(filled..<filled + size, with: storage[offset..<offset + size])
      filled += size
      offset = self.offset(after: offset)
    }
    storage = other
    start = 0
    end = filled
    turn = nil
    generation &+= 1
  }

  mutating func removeAll() {
    while count > 0 { dropOldest() }
  }

  mutating func expire(before moment: UInt64) {
    while count > 0, storage.entryMoment(at: start) < moment { dropOldest() }
  }

  /// Copies entries whose numbers are in a range, oldest first, until there are `limit` bytes; at least one if there is one.
  ///
  /// - Parameter place: where the last call ended; nil at first.
  /// - Returns: whether all entries in the range were copied.
  func copy(_ numbers: Range<UInt64>, from place: inout Position?, limit: Int, into chunk: inout [UInt8])
    -> Bool
  {
    var index = dropped
    var offset = start
    if let place, place.generation == generation, place.index > dropped {
      (index, offset) = (place.index, place.offset)
    }
    defer { place = Position(generation: generation, index: index, offset: offset) }
    // The position was at the end, and entries have since been added after the wrap.
    if let turn, offset == turn { offset = 0 }
    while index < dropped &+ UInt64(count) {
      let number = storage.entryNumber(at: offset)
      if number >= numbers.upperBound { return true }
      let size = storage.entrySize(at: offset)
      if number >= numbers.lowerBound {
        if !chunk.isEmpty, chunk.count + size > limit { return false }
        chunk += storage[offset..<offset + size]
      }
      index += 1
      offset = self.offset(after: offset)
    }
    return true
  }

  // MARK: Memory

  private var used: Int { turn.map { $0 - start + end } ?? end - start }

  /// Returns where an entry of this size can be put; nil if there is no room.
  private func offset(for size: Int) -> Int? {
    if count == 0 { return size <= capacity ? 0 : nil }
    if turn != nil { return start - end >= size ? end : nil }
    if capacity - end >= size { return end }
    return start >= size ? 0 : nil
  }

  private mutating func dropOldest() {
    start = offset(after: start)
    if turn != nil, start == 0 { turn = nil }
    count -= 1
    dropped += 1
  }

  private func offset(after offset: Int) -> Int {
    let next = offset + storage.entrySize(at: offset)
    return next == turn ? 0 : next
  }

}

/// The fields before the contents of the entry that begins at an offset.
extension [UInt8] {
  @inline(__always)
  func entrySize(at offset: Int) -> Int { Int(load(at: offset, as: UInt32.self)) }

  @inline(__always)
  func entryNumber(at offset: Int) -> UInt64 { load(at: offset + 4, as: UInt64.self) }

  @inline(__always)
  func entryMoment(at offset: Int) -> UInt64 { load(at: offset + 12, as: UInt64.self) }

  @inline(__always)
  private func load<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type) -> Number {
    withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}
