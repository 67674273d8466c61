/// "Did you mean": the nearest of some names to a misspelt one.
enum Suggestion {
  /// The nearest name by insertions, deletions, replacements and swaps of neighbours; nil if none is near.
  static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    guard !wanted.isEmpty else { return nil }
    let most = max(1, min(3, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in names where candidate != name {
      let distance = distance(wanted, Array(candidate.lowercased().unicodeScalars.prefix(64)), most: most)
      if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], most: Int) -> Int {
    guard abs(a.count - b.count) <= most else { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for (row, x) in a.enumerated() {
      var current = [row + 1]
      for (column, y) in b.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (x == y ? 0 : 1))
        if row > 0, column > 0, x == b[column - 1], a[row - 1] == y {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last.last ?? .max
  }
}
