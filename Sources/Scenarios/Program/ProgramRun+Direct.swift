import TextForms

/// Writing blocks that need no evaluation.
extension ProgramRun {
  /// Writes a block and returns the remaining memory; nil, with nothing changed, if the block must be evaluated.
  mutating func renderDirect(
    _ number: Int, into room: UnsafeMutableBufferPointer<UInt8>
  ) -> UnsafeMutableBufferPointer<UInt8>? {
    let block = program.directBlocks[number]
    guard !block.pieces.isEmpty, var writer = DirectWriter(room: room) else { return nil }
    if block.isEvent { evaluation.counter &+= 1 }
    for index in block.pieces {
      let isWritten =
        switch program.directPieces[index] {
        case .literal(let start, let count): writer.append(program.literals, from: start, count: count)
        case .value(let value, let form, let most): evaluation.write(value, form, most: most, to: &writer)
        }
      guard isWritten else {
        if block.isEvent { evaluation.counter &-= 1 }
        return nil
      }
    }
    return writer.rest
  }
}

extension Evaluation {
  /// Returns false, possibly after writing something, if the value needs evaluation or escaping, or does not fit.
  fileprivate mutating func write(
    _ value: DirectValue, _ form: OutputForm, most: Int, to writer: inout DirectWriter
  ) -> Bool {
    switch value {
    case .slot(let index):
      guard index < slots.count else { return false }
      switch slots[index] {
      case .int(let number): return writer.append(number)
      case .string(let text): return writer.append(text, form, most: most)
      default: return false
      }
    case .slotPlusOne(let index):
      guard index < slots.count, case .int(let number) = slots[index] else { return false }
      return writer.append(number == .max ? .max : number + 1)
    case .counter: return writer.append(counter)
    case .elapsed: return writer.append(Int(clamping: elapsed / 1_000_000))
    case .monotonic: return writer.append(Int(clamping: clock.monotonic))
    case .unix: return writer.append(Int(clamping: CivilTime.split(clock.wall).second))
    case .nowMs:
      let (second, nanosecond) = CivilTime.split(clock.wall)
      return writer.append(Int(clamping: second * 1_000 + nanosecond / 1_000_000))
    case .now: return writer.append(nowText, isQuoted: form == .json)
    }
  }
}
