import MicroHTTP

/// The values that a gate was opened with and that streams have not taken yet.
///
/// Every stream that has come to the gate once takes each value from then on, in order; those that came while no stream was there
/// are kept for the first.
struct GateMail {
  /// Values that may wait in one session.
  static let limit = 100
  /// Bytes that may wait in all sessions together.
  static let byteLimit = 16 << 20
  /// Bytes that may wait in all sessions of one participant, and bytes that the scenarios of one may have waiting anywhere.
  static let shareLimit = 4 << 20
  /// What one costs beside its bytes.
  private static let overhead = 64

  private struct Letter {
    let value: [UInt8]
    /// Whose scenario sent it; nil if it was not a participant's.
    let sender: String?
  }

  private var values: [Letter] = []
  /// The number of the first of them.
  private var first = 0
  /// The number of the value that each stream takes next.
  private var readers: [StreamID: Int] = [:]

  var count: Int { values.count }
  var hasReaders: Bool { !readers.isEmpty }
  var isIdle: Bool { values.isEmpty && readers.isEmpty }
  var weight: Int { values.reduce(0) { $0 + Self.weight(of: $1.value) } }

  /// Of what the scenarios of a participant sent.
  func weight(from sender: String) -> Int {
    values.reduce(0) { $0 + ($1.sender == sender ? Self.weight(of: $1.value) : 0) }
  }

  static func weight(of value: [UInt8]) -> Int { value.count + overhead }

  func isReader(_ stream: StreamID) -> Bool { readers[stream] != nil }

  mutating func add(_ value: [UInt8], from sender: String? = nil) {
    values.append(Letter(value: value, sender: sender))
  }

  /// A stream has come to the gate.
  mutating func welcome(_ stream: StreamID) {
    if readers[stream] == nil { readers[stream] = readers.isEmpty ? first : first + values.count }
  }

  /// The next value that a stream has not had.
  mutating func take(for stream: StreamID) -> [UInt8]? {
    guard let next = readers[stream], next >= first, next - first < values.count else { return nil }
    let value = values[next - first].value
    readers[stream] = next + 1
    trim()
    return value
  }

  /// The first value, for a stream that looks at none.
  mutating func takeFirst() -> [UInt8]? {
    guard readers.isEmpty, !values.isEmpty else { return nil }
    first += 1
    return values.removeFirst().value
  }

  /// A stream has ended. What the last one has not had waits for another.
  mutating func leave(_ stream: StreamID) {
    guard let next = readers.removeValue(forKey: stream) else { return }
    if readers.isEmpty { drop(upTo: next) } else { trim() }
  }

  /// Forgets the values; streams stay.
  mutating func forget() {
    first += values.count
    values = []
    for stream in readers.keys { readers[stream] = first }
  }

  private mutating func trim() { if let next = readers.values.min() { drop(upTo: next) } }

  private mutating func drop(upTo next: Int) {
    let count = min(max(0, next - first), values.count)
    values.removeFirst(count)
    first += count
  }
}
