/// The lines of the scenario that some bytes come from, in the order of the bytes.
///
/// Nothing is allocated as long as they come from one line.
package struct WrittenRuns: Sendable, Equatable {
  /// `length` consecutive bytes that come from one line.
  package struct Run: Sendable, Equatable {
    /// 0 for none, `injected` for bytes that were injected by hand.
    package var line: Int
    /// The number of the first of the plan's steps that they come from.
    package var step: Int
    /// How many consecutive steps they come from.
    package var steps: Int
    package var length: Int

    package init(line: Int, step: Int, steps: Int = 1, length: Int) {
      self.line = line
      self.step = step
      self.steps = steps
      self.length = length
    }

    /// Adds the bytes that follow, from the same line.
    fileprivate mutating func extend(by run: Run) {
      length += run.length
      steps = max(steps, run.step + run.steps - step)
    }
  }

  /// Used in place of a line for bytes that were injected by hand.
  package static let injected = -1

  package private(set) var first: Run?
  package private(set) var others: [Run] = []

  init() {}

  init(_ run: Run) { first = run.length > 0 ? run : nil }

  /// Appends a run; it is merged with the last one if both come from the same line.
  mutating func add(_ run: Run) {
    guard run.length > 0 else { return }
    guard let last = others.last ?? first else { return first = run }
    guard last.line == run.line else { return others.append(run) }
    if others.isEmpty { first?.extend(by: run) } else { others[others.count - 1].extend(by: run) }
  }

  mutating func add(_ runs: WrittenRuns) {
    if let first = runs.first { add(first) }
    for run in runs.others { add(run) }
  }

  /// Counts bytes that were put before all others as part of the first run.
  mutating func lengthenFirst(by count: Int) { first?.length += count }
}

/// Divides runs into parts of given lengths.
struct RunReader: Sendable {
  /// In reverse order: the next run is last.
  private var rest: [WrittenRuns.Run]

  init(_ runs: WrittenRuns) { rest = runs.others.reversed() + [runs.first].compactMap(\.self) }

  mutating func take(_ count: Int) -> WrittenRuns {
    var runs = WrittenRuns()
    var left = count
    while left > 0, let run = rest.last {
      var part = run
      part.length = min(left, run.length)
      runs.add(part)
      left -= part.length
      if part.length == run.length { rest.removeLast() } else { rest[rest.count - 1].length -= part.length }
    }
    return runs
  }
}
