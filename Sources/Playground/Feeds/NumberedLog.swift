/// The latest of what happened, each with its number.
struct NumberedLog<Element: Sendable>: Sendable {
  enum Backlog {
    /// Each with its ID.
    case elements([(id: String, element: Element)])
    /// What happened since cannot be told any more: everything has to be read again.
    case unknown
  }

  let name: NumberedName
  let capacity: Int
  /// The element of number n is at (n - 1) % capacity.
  private var elements: [Element] = []
  /// The number of the last element.
  private(set) var last: UInt64 = 0

  init(name: NumberedName, capacity: Int) {
    self.name = name
    self.capacity = capacity
  }

  /// The ID of the last element.
  var lastID: String { name.id(last) }

  mutating func append(_ element: Element) {
    if elements.count < capacity {
      elements.append(element)
    } else {
      elements[Int(last % UInt64(capacity))] = element
    }
    last += 1
  }

  /// What happened after the element of that ID, a part of it if it is much.
  func elements(after id: String, limit: Int = .max) -> Backlog {
    guard let number = name.number(in: id), number <= last, number &+ UInt64(elements.count) >= last else {
      return .unknown
    }
    let next = min(last, number &+ UInt64(clamping: limit))
    return .elements(
      (number..<next).map { (name.id($0 + 1), elements[Int($0 % UInt64(capacity))]) })
  }
}
