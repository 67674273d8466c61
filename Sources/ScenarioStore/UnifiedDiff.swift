/// The difference between two texts in the format that `diff -u` writes and `patch` reads.
///
///     --- counter, version 1
///     +++ counter, version 2
///     @@ -1,2 +1,2 @@
///      title: Counter
///     -retry: 3s
///     +retry: 5s
///
/// Lines end with LF; a CR before it is part of the line. Texts that differ in more lines than ``editLimit`` are shown as
/// one replacement, to bound the work. <https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html>
package enum UnifiedDiff {
  static let editLimit = 1_000
  private static let context = 3

  /// - Returns: an empty text if there is no difference.
  package static func between(_ old: String, _ new: String, oldLabel: String, newLabel: String) -> String {
    let before = lines(old)
    let after = lines(new)
    let edits = edits(before, after)
    let hunks = hunks(edits)
    guard !hunks.isEmpty else { return "" }
    var text = "--- \(oldLabel)\n+++ \(newLabel)\n"
    for hunk in hunks {
      let part = edits[hunk]
      let oldCount = part.count { $0.kind != .insert }
      let newCount = part.count { $0.kind != .delete }
      guard let first = part.first else { continue }
      text += "@@ -\(range(first.old, oldCount)) +\(range(first.new, newCount)) @@\n"
      for edit in part {
        let line = edit.kind == .insert ? after[edit.new] : before[edit.old]
        text += edit.kind.rawValue + String(decoding: line, as: UTF8.self)
        if line.last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n" }
      }
    }
    return text
  }

  private struct Edit {
    enum Kind: String { case keep = " ", delete = "-", insert = "+" }
    var kind: Kind
    /// Indices of the lines at this place, from 0.
    var old: Int
    var new: Int
  }

  private static func range(_ start: Int, _ count: Int) -> String {
    let first = count == 0 ? start : start + 1
    return count == 1 ? "\(first)" : "\(first),\(count)"
  }

  private static func lines(_ text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  /// The ranges of `edits` to show: each change with its context, merged where they touch.
  private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit.kind != .keep {
      let lower = max(0, index - context)
      let upper = min(edits.count, index + 1 + context)
      if let last = hunks.last, lower <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<upper
      } else {
        hunks.append(lower..<upper)
      }
    }
    return hunks
  }

  private static func edits(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Edit] {
    var prefix = 0
    while prefix < before.count, prefix < after.count, before[prefix] == after[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < before.count - prefix, suffix < after.count - prefix,
      before[before.count - 1 - suffix] == after[after.count - 1 - suffix]
    { suffix += 1 }

    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let old = before[prefix..<(before.count - suffix)].map(number)
    let new = after[prefix..<(after.count - suffix)].map(number)

    var edits = (0..<prefix).map { Edit(kind: .keep, old: $0, new: $0) }
    edits += middle(old, new).map { Edit(kind: $0.kind, old: $0.old + prefix, new: $0.new + prefix) }
    edits += (0..<suffix).map { index in
      Edit(kind: .keep, old: before.count - suffix + index, new: after.count - suffix + index)
    }
    return edits
  }

  /// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
  private static func middle(_ old: [Int], _ new: [Int]) -> [Edit] {
    let limit = min(editLimit, old.count + new.count)
    // furthest[k + limit + 1] is the furthest x on the diagonal k = x - y.
    var furthest = [Int](repeating: 0, count: 2 * limit + 3)
    var trace: [[Int]] = []
    for distance in 0...limit {
      trace.append(Array(furthest[(limit + 1 - distance)...(limit + 1 + distance)]))
      for k in stride(from: -distance, through: distance, by: 2) {
        let center = k + limit + 1
        let down = k == -distance || (k != distance && furthest[center - 1] < furthest[center + 1])
        var x = down ? furthest[center + 1] : furthest[center - 1] + 1
        var y = x - k
        while x < old.count, y < new.count, old[x] == new[y] {
          x += 1
          y += 1
        }
        furthest[center] = x
        if x >= old.count, y >= new.count { return path(trace, old.count, new.count) }
      }
    }
    return old.indices.map { Edit(kind: .delete, old: $0, new: 0) }
      + new.indices.map { Edit(kind: .insert, old: old.count, new: $0) }
  }

  /// Walks back from the end; `trace[d]` holds the diagonals -d…d as they were before step d.
  private static func path(_ trace: [[Int]], _ oldCount: Int, _ newCount: Int) -> [Edit] {
    var edits: [Edit] = []
    var x = oldCount
    var y = newCount
    for (distance, furthest) in trace.enumerated().reversed() {
      let k = x - y
      func at(_ diagonal: Int) -> Int {
        let index = diagonal + distance
        return furthest.indices.contains(index) ? furthest[index] : 0
      }
      let down = k == -distance || (k != distance && at(k - 1) < at(k + 1))
      let fromX = distance == 0 ? 0 : (down ? at(k + 1) : at(k - 1))
      let fromY = distance == 0 ? 0 : fromX - (down ? k + 1 : k - 1)
      let startX = distance == 0 ? 0 : (down ? fromX : fromX + 1)
      while x > startX, y > startX - k {
        x -= 1
        y -= 1
        edits.append(Edit(kind: .keep, old: x, new: y))
      }
      guard distance > 0 else { break }
      edits.append(Edit(kind: down ? .insert : .delete, old: fromX, new: fromY))
      x = fromX
      y = fromY
    }
    return edits.reversed()
  }
}
