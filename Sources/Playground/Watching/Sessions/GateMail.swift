import MicroHTTP

/// The values with which a gate was opened and which streams have not taken yet.
///
/// Every stream that has reached the gate takes each value from then on, in order. Values that come while there is no such stream are kept
/// for the first one that reaches the gate.
struct GateMail {
  /// The most values that may wait in one session.
  static let limit = 100
  /// The most bytes that may wait in all sessions together.
  static let byteLimit = 16 << 20
  /// The most bytes that may wait in all sessions of one participant, and the most that one participant's scenarios may have waiting.
  static let shareLimit = 4 << 20
  /// Bytes that a value costs besides its own.
  private static let overhead = 64

  private struct Letter {
    let value: [UInt8]
    /// The participant whose scenario sent it; nil if it was not sent by a participant's scenario.
    let sender: String?
  }

  private var values: [Letter] = []
  /// The number of the first value.
  private var first = 0
  /// The number of the value that each stream takes next.
  private var readers: [StreamID: Int] = [:]

  var count: Int { values.count }
  var hasReaders: Bool { !readers.isEmpty }
  var isIdle: Bool { values.isEmpty && readers.isEmpty }
  var weight: Int { values.reduce(0) { $0 + Self.weight(of: $1.value) } }

  /// Returns the weight of the values that a participant's scenarios sent.
  func weight(from sender: String) -> Int {
    values.reduce(0) { $0 + ($1.sender == sender ? Self.weight(of: $1.value) : 0) }
  }

  static func weight(of value: [UInt8]) -> Int { value.count + overhead }

  func isReader(_ stream: StreamID) -> Bool { readers[stream] != nil }

  mutating func add(_ value: [UInt8], from sender: String? = nil) {
    values.append(Letter(value: value, sender: sender))
  }

  /// Registers a stream that has reached the gate.
  mutating func welcome(_ stream: StreamID) {
    if readers[stream] == nil { readers[stream] = readers.isEmpty ? first : first + values.count }
  }

  /// Returns the next value that a stream has not taken.
  mutating func take(for stream: StreamID) -> [UInt8]? {
    guard let next = readers[stream], next >= first, next - first < values.count else { return nil }
    let value = values[next - first].value
    readers[stream] = next + 1
    trim()
    return value
  }

  /// Takes the first value, for a stream that passes the gate but does not await values; nil if other streams await values, or none waits.
  mutating func takeFirst() -> [UInt8]? {
    guard readers.isEmpty, !values.isEmpty else { return nil }
    first += 1
    return values.removeFirst().value
  }

  /// Removes a stream that has ended. Values that the last stream has not taken are kept for another one.
  mutating func leave(_ stream: StreamID) {
    guard let next = readers.removeValue(forKey: stream) else { return }
    if readers.isEmpty { drop(upTo: next) } else { trim() }
  }

  /// Forgets the values but not the streams.
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
