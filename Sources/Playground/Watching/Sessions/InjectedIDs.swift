/// The IDs of events that were injected by hand into streams of a session, with their places in their scenarios.
struct InjectedIDs {
  /// The most IDs of one session.
  static let limit = 1_000
  /// The most bytes of all sessions together.
  static let byteLimit = 16 << 20

  private struct Key: Hashable {
    var scenario: String
    var id: String

    var weight: Int { 96 + scenario.utf8.count + id.utf8.count }
  }

  private var places: [Key: UInt64] = [:]
  /// Oldest first, from `head` on.
  private var order: [Key] = []
  private var head = 0
  private(set) var weight = 0

  /// Returns the place of an injected event: the number of blocks of the steps before it or, on a shared timeline, the number of the next
  /// entry in the history; nil if the ID is not known.
  func place(of id: String, in scenario: String) -> UInt64? { places[Key(scenario: scenario, id: id)] }

  /// - Parameter room: the most bytes that this session may keep.
  mutating func add(_ id: String, at place: UInt64, in scenario: String, room: Int) {
    let key = Key(scenario: scenario, id: id)
    if places.updateValue(place, forKey: key) != nil { return }
    order.append(key)
    weight += key.weight
    while places.count > Self.limit || (weight > room && !places.isEmpty) { removeFirst() }
  }

  private mutating func removeFirst() {
    guard head < order.count else { return }
    let key = order[head]
    head += 1
    places[key] = nil
    weight -= key.weight
    if head > Self.limit || head == order.count {
      order.removeFirst(head)
      head = 0
    }
  }
}
