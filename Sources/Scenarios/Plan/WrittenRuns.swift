/// Which lines of the scenario some bytes come from, in order.
///
/// Nothing is allocated as long as they come from one line.
public struct WrittenRuns: Sendable, Equatable {
  /// Bytes in a row that come from one line.
  public struct Run: Sendable, Equatable {
    /// 0 for none.
    public var line: Int
    public var length: Int
    /// How many of the plan's writes they are.
    public var writes: Int

    public init(line: Int, length: Int, writes: Int) {
      self.line = line
      self.length = length
      self.writes = writes
    }
  }

  public private(set) var first: Run?
  public private(set) var others: [Run] = []

  public init() {}

  /// Bytes of the line before are taken together with them.
  mutating func add(line: Int, length: Int, writes: Int) {
    if others.isEmpty {
      guard let run = first, run.line != line else {
        first = Run(line: line, length: length + (first?.length ?? 0), writes: writes + (first?.writes ?? 0))
        return
      }
    } else if let last = others.last, last.line == line {
      others[others.count - 1].length += length
      others[others.count - 1].writes += writes
      return
    }
    others.append(Run(line: line, length: length, writes: writes))
  }
}
