/// "Did you mean": the names whose spelling is close to that of a misspelled one.
///
/// The work for one candidate is bounded: names are compared by their first 64 characters, and only those whose length is
/// near enough.
package enum NearestNames {
  private static let longest = 64

  /// The nearest name, with at most a third of its characters changed and never more than three; nil if none is near.
  package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    search(name, names.lazy.filter { $0 != name }, most: 3, count: 1) { $0.distance < $1.distance }.first
  }

  /// Up to three names that contain the word, or need at most a third of its characters changed, the nearest first.
  package static func of(_ word: String, among names: some Sequence<String>) -> [String] {
    search(word, names, part: Array(word.lowercased().utf8.prefix(longest)), count: 3) { $0 < $1 }
  }

  /// - Parameters:
  ///   - part: names that contain this are found, too, if the word has at least three characters.
  ///   - limit: the maximum number of changes, however long the word is.
  private static func search(
    _ word: String, _ names: some Sequence<String>, part: [UInt8]? = nil, most limit: Int = .max, count: Int,
    by isBefore: ((distance: Int, name: String), (distance: Int, name: String)) -> Bool
  ) -> [String] {
    let wanted = characters(of: word)
    guard !wanted.isEmpty else { return [] }
    let most = max(1, min(limit, wanted.count / 3))
    var found: [(distance: Int, name: String)] = []
    for name in names {
      var distance = Int.max
      if mayBeNear(name, wanted.count, most) {
        distance = Self.distance(wanted, characters(of: name), most: most)
      }
      if let part, distance > most, wanted.count >= 3, name.utf8.contains(part) { distance = most }
      guard distance <= most else { continue }
      let place = found.firstIndex { isBefore((distance, name), $0) } ?? found.endIndex
      guard place < count else { continue }
      found.insert((distance, name), at: place)
      if found.count > count { found.removeLast() }
    }
    return found.map(\.name)
  }

  /// `Did you mean 'counter' or 'counters'?`, with a space before it; empty without names.
  package static func question(_ names: [String]) -> String {
    names.isEmpty ? "" : " Did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
  }

  /// Insertions, removals, changes and swaps of adjacent elements that turn one word into the other; `.max` for more than `most`.
  package static func distance<Element: Equatable>(_ a: [Element], _ b: [Element], most: Int = .max) -> Int {
    guard abs(a.count - b.count) <= most else { return .max }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = beforeLast
    for (i, x) in a.enumerated() {
      row[0] = i + 1
      var least = row[0]
      for (j, y) in b.enumerated() {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
        row[j + 1] = cost
        least = min(least, cost)
      }
      // A swap reaches back two rows, and costs one.
      if least > most, last.allSatisfy({ $0 >= most }) { return .max }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count] <= most ? last[b.count] : .max
  }

  private static func characters(of name: String) -> [Unicode.Scalar] {
    Array(name.lowercased().unicodeScalars.prefix(longest))
  }

  /// Whether the lengths allow a match: a character has one to four bytes.
  private static func mayBeNear(_ name: String, _ count: Int, _ most: Int) -> Bool {
    let bytes = name.utf8.count
    return bytes >= count - most && (count == longest || bytes <= 4 * (count + most))
  }
}
