/// Names that are spelt almost like another.
enum NearestNames {
  /// Up to three names that hold the word, or need at most a third of its letters changed.
  static func of(_ word: String, among names: some Sequence<String>) -> [String] {
    let wanted = Array(word.lowercased().utf8.prefix(64))
    guard !wanted.isEmpty else { return [] }
    let tolerance = max(1, wanted.count / 3)
    var found: [(distance: Int, name: String)] = []
    for name in names {
      let bytes = Array(name.utf8)
      if wanted.count >= 3, name.contains(word.lowercased()) {
        found.append((tolerance, name))
      } else if abs(bytes.count - wanted.count) <= tolerance {
        let distance = distance(wanted, bytes)
        if distance <= tolerance { found.append((distance, name)) }
      }
    }
    return found.sorted { $0 < $1 }.prefix(3).map(\.name)
  }

  /// `Did you mean 'counter' or 'counters'?`, with a space before it; empty without names.
  static func question(_ names: [String]) -> String {
    names.isEmpty ? "" : " Did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
  }

  /// Insertions, removals, changes and swaps of neighbours that turn one word into the other.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for (j, y) in b.enumerated() {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
