/// The latest elements of a log, each with a number.
struct NumberedLog<Element: Sendable>: Sendable {
  enum Backlog {
    case elements([(id: String, element: Element)])
    /// The elements since then are no longer kept, so everything has to be read again.
    case unknown

    var isEmpty: Bool { if case .elements(let elements) = self { elements.isEmpty } else { false } }
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

  var lastID: String { name.id(last) }

  mutating func append(_ element: Element) {
    if elements.count < capacity {
      elements.append(element)
    } else {
      elements[Int(last % UInt64(capacity))] = element
    }
    last += 1
  }

  /// Returns the elements after the one with this ID, at most `limit`.
  func elements(after id: String, limit: Int = .max) -> Backlog {
    guard let number = name.number(in: id), number <= last, number &+ UInt64(elements.count) >= last else {
      return .unknown
    }
    let next = min(last, number &+ UInt64(clamping: limit))
    return .elements(
      (number..<next).map { (name.id($0 + 1), elements[Int($0 % UInt64(capacity))]) })
  }
}

/// Makes IDs from the numbers in a log. They also identify the log, so that an ID from an earlier log is recognized as such.
///
///     5f3a9c02-17
struct NumberedName: Hashable, Sendable {
  private let log: String

  init(_ log: UInt32 = .random(in: .min ... .max)) { self.log = String(log, radix: 16) }

  func id(_ number: UInt64) -> String { "\(log)-\(number)" }

  /// Returns the number in an ID of this log; nil for any other text.
  func number(in id: String) -> UInt64? {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == log else { return nil }
    return UInt64(parts[1])
  }
}
