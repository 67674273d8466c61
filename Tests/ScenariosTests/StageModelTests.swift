import Testing

@testable import Scenarios

/// Stages against slow models: functions from all pieces that come to all writes that leave.
struct StageModelTests {
  /// A piece, as a model sees it: its text and whether it is an event.
  struct Item: Equatable, Sendable {
    var text: String
    var isEvent = true
  }

  typealias Model = @Sendable ([[Item]]) -> [[Item]]

  static let settings: [(name: String, text: String, model: Model)] = [
    ("drop", "drop: { events: 3 }", drop(every: 3)),
    ("reorder", "reorder: { events: 4 }", reorder(by: 4)),
    ("buffer", "proxy: { buffer: 50 }", buffer(50)),
    ("coalesce", "write: { events: 3 }", coalesce(3)),
    ("cut", "write: { every: 7 }", cut(7)),
  ]

  /// Every third event is left out.
  static func drop(every count: Int) -> Model {
    { writes in
      var number = 0
      return writes.compactMap { write in
        guard write[0].isEvent else { return write }
        number += 1
        return number.isMultiple(of: count) ? nil : write
      }
    }
  }

  /// Events in groups; what is in a group is compared without its order.
  static func reorder(by count: Int) -> Model {
    { writes in
      var output: [[Item]] = []
      var group: [[Item]] = []
      for write in writes {
        if write[0].isEvent { group.append(write) } else { output.append(write) }
        if group.count == count {
          output += group
          group = []
        }
      }
      return output + group
    }
  }

  static func buffer(_ size: Int) -> Model {
    { writes in
      var output: [[Item]] = []
      var held: [Item] = []
      for write in writes {
        held += write
        if held.reduce(0, { $0 + $1.text.utf8.count }) >= size {
          output.append(held)
          held = []
        }
      }
      return held.isEmpty ? output : output + [held]
    }
  }

  static func coalesce(_ count: Int) -> Model {
    { writes in
      var output: [[Item]] = []
      var held: [Item] = []
      for write in writes {
        held += write
        if held.count(where: \.isEvent) >= count {
          output.append(held)
          held = []
        }
      }
      return held.isEmpty ? output : output + [held]
    }
  }

  static func cut(_ size: Int) -> Model {
    { writes in
      writes.flatMap { write in
        let text = Array(write.map(\.text).joined().unicodeScalars)
        return stride(from: 0, to: text.count, by: size).map { start in
          [Item(text: String(String.UnicodeScalarView(text[start..<min(start + size, text.count)])))]
        }
      }
    }
  }

  static func text(_ writes: [[Item]]) -> [String] { writes.map { $0.map(\.text).joined() } }

  /// What a model gives for events of random lengths, with comments among them.
  static func items(seed: UInt64) -> [Item] {
    var random = SeededRandom(seed: seed)
    return (0..<40).map { number in
      let filling = String(repeating: "x", count: Int(random.below(30)))
      return random.below(4) == 0
        ? Item(text: ": \(number)\(filling)\n", isEvent: false) : Item(text: "data: \(number)\(filling)\n\n")
    }
  }

  /// What the stages give, write by write; those that are joined are told apart by their steps.
  static func play(_ settings: String, _ items: [Item]) throws -> [String] {
    let steps = items.map { item in
      let text = item.text.split(separator: "\n")[0]
      return item.isEvent ? "  - data: \(text.dropFirst(6))" : "  - comment: \"\(text.dropFirst(2))\""
    }
    let scenario = try load(
      "heartbeat: off\nopen: off\n\(settings)\nsteps:\n\(steps.joined(separator: "\n"))\n")
    return Playing.steps(scenario).map { String(decoding: $0.bytes, as: UTF8.self) }.filter { !$0.isEmpty }
  }

  @Test(arguments: settings.indices, 1...3 as ClosedRange<UInt64>)
  func `each stage alone is as its model`(index: Int, seed: UInt64) throws {
    let (name, text, model) = Self.settings[index]
    let items = Self.items(seed: seed)
    try Self.compare(
      try Self.play(text, items), Self.text(model(items.map { [$0] })), isOrdered: name != "reorder")
  }

  @Test(arguments: settings.indices, settings.indices)
  func `every pair is as one model behind the other`(first: Int, second: Int) throws {
    let keys = [first, second].map { Self.settings[$0].text.prefix { $0 != ":" } }
    guard first < second, keys[0] != keys[1] else { return }
    for seed in 1...3 as ClosedRange<UInt64> {
      let items = Self.items(seed: seed)
      let (name, text, model) = Self.settings[first]
      let (_, other, then) = Self.settings[second]
      let expected = Self.text(then(model(items.map { [$0] })))
      let isOrdered = name != "reorder" && Self.settings[second].name != "reorder"
      try Self.compare(try Self.play("\(text)\n\(other)", items), expected, isOrdered: isOrdered)
    }
  }

  /// `every` cuts what `events` puts together; both are of one key.
  @Test func `cut and put together at once`() throws {
    let items = Self.items(seed: 9)
    let expected = Self.text(Self.cut(7)(Self.coalesce(3)(items.map { [$0] })))
    try Self.compare(try Self.play("write: { events: 3, every: 7 }", items), expected, isOrdered: true)
  }

  private static func compare(_ found: [String], _ expected: [String], isOrdered: Bool) throws {
    if isOrdered {
      // Joined writes may be told apart or not.
      #expect(found.joined() == expected.joined())
      if found.count == expected.count { #expect(found == expected) }
    } else {
      #expect(
        found.joined().split(separator: "\n").sorted() == expected.joined().split(separator: "\n").sorted())
    }
  }
}
