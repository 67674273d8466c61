/// Entries, oldest first, in one piece of memory that goes round. Each entry lies in one piece:
///
///     size (4 bytes) | number (8) | moment (8) | what it says
///
/// Numbers rise from entry to entry, not always by one.
struct EntryRing {
  /// Bytes before what an entry says.
  static let prefix = 20

  /// Where a reader is: as good as its entry is still there.
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
  /// Where the entries before the turn end; the oldest entry is among them, the newest behind the turn.
  private var turn: Int?
  private(set) var count = 0
  /// Entries that were dropped since the beginning: the index of the oldest.
  private var dropped: UInt64 = 0
  /// Of the memory: places in an earlier one mean nothing.
  private var generation: UInt32 = 0

  var capacity: Int { storage.count }

  /// Whether an entry of that many bytes finds room without another being dropped.
  func fits(_ size: Int) -> Bool { offset(for: size) != nil }

  /// Appends an entry that `head` and `body` make together; drops the oldest until it fits.
  ///
  /// - Returns: Whether there is that much memory at all.
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

  /// Takes other memory; the oldest entries are dropped if it is less.
  mutating func resize(to capacity: Int) {
    while count > 0, used > capacity { dropOldest() }
    var other = [UInt8](repeating: 0, count: capacity)
    var filled = 0
    var offset = start
    for _ in 0..<count {
      let size = size(at: offset)
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

  /// Drops what is from before a moment.
  mutating func expire(before moment: UInt64) {
    while count > 0, self.moment(at: start) < moment { dropOldest() }
  }

  /// Copies entries whose numbers are in a range, oldest first, until there are `limit` bytes.
  ///
  /// - Parameter place: where the last call ended; nil at first.
  /// - Returns: Whether all that there are were copied.
  func copy(_ numbers: Range<UInt64>, from place: inout Position?, limit: Int, into chunk: inout [UInt8])
    -> Bool
  {
    var index = dropped
    var offset = start
    if let place, place.generation == generation, place.index > dropped {
      (index, offset) = (place.index, place.offset)
    }
    defer { place = Position(generation: generation, index: index, offset: offset) }
    // A place at the end that the ring has turned at since.
    if let turn, offset == turn { offset = 0 }
    while index < dropped &+ UInt64(count) {
      let number = number(at: offset)
      if number >= numbers.upperBound { return true }
      let size = size(at: offset)
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

  /// Where an entry of that size can go; nil if there is no room.
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
    let next = offset + size(at: offset)
    return next == turn ? 0 : next
  }

  private func size(at offset: Int) -> Int {
    storage.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
  }

  private func number(at offset: Int) -> UInt64 {
    storage.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset + 4, as: UInt64.self) }
  }

  private func moment(at offset: Int) -> UInt64 {
    storage.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset + 12, as: UInt64.self) }
  }
}
