/// The way of bytes from a plan to its writes: a proxy that holds them back or encodes them, then the cutting into writes.
struct Outlet: Sendable {
  /// What gzip collects before it gives a block, if it is not flushed.
  private static let encodingBlock = 32_768

  private let buffering: ProxyRules.Buffering?
  private let encoding: ProxyRules.Encoding?
  private var encoder = GzipEncoder()
  /// Bytes that the encoder waits with.
  private var collected: [UInt8] = []
  /// Bytes that the proxy waits with.
  private var held: [UInt8] = []
  /// Bytes of events that wait for others to share a write with.
  private var shared: [UInt8] = []
  private var sharedEvents = 0
  private var parts: [[UInt8]] = []
  private var position = 0
  /// The lines that the bytes which have not been taken come from, as far as an encoder leaves bytes what they are.
  private var lines: [(line: Int, length: Int)] = []
  private var linePosition = 0

  /// - Parameter isEncoding: whether the client accepts what the proxy encodes to.
  init(_ proxy: ProxyRules?, isEncoding: Bool) {
    buffering = proxy?.buffering
    encoding = isEncoding ? proxy?.encoding : nil
  }

  /// Whether bytes may go past it.
  var isTransparent: Bool { buffering == nil && encoding == nil && shared.isEmpty && parts.isEmpty }

  var hasParts: Bool { position < parts.count }

  /// The next write.
  mutating func takePart(_ runs: inout WrittenRuns) -> [UInt8] {
    guard hasParts else { return [] }
    let part = parts[position]
    takeLines(part.count, &runs)
    position += 1
    if position == parts.count {
      parts.removeAll(keepingCapacity: true)
      position = 0
    }
    return part
  }

  private mutating func takeLines(_ count: Int, _ runs: inout WrittenRuns) {
    var left = count
    while left > 0, linePosition < lines.count {
      let (line, length) = lines[linePosition]
      let taken = min(left, length)
      left -= taken
      runs.add(line: line, length: taken, writes: left == 0 ? 1 : 0)
      lines[linePosition].length -= taken
      if taken == length { linePosition += 1 }
    }
    if left > 0 { runs.add(line: 0, length: left, writes: 1) }
    if linePosition == lines.count {
      lines.removeAll(keepingCapacity: true)
      linePosition = 0
    }
  }

  /// - Parameter line: of the scenario, that the bytes come from.
  mutating func send(_ bytes: [UInt8], line: Int, isEvent: Bool, _ rules: WriteRules?) {
    if encoding == nil, !bytes.isEmpty {
      if lines.last?.line == line {
        lines[lines.count - 1].length += bytes.count
      } else {
        lines.append((line, bytes.count))
      }
    }
    forward(proxied(bytes), isEvent: isEvent, rules)
  }

  /// The body ends as HTTP has it: everything held back goes out.
  mutating func finish(_ rules: WriteRules?) {
    var rest: [UInt8] = []
    if encoding != nil {
      rest = encoder.encode(collected) + encoder.finish()
      collected = []
    }
    let last = shared + held + rest
    shared = []
    held = []
    parts += rules?.cut(last) ?? (last.isEmpty ? [] : [last])
  }

  private mutating func proxied(_ bytes: [UInt8]) -> [UInt8] {
    var output = bytes
    switch encoding {
    case .flushed: output = encoder.encode(bytes)
    case .buffered:
      collected += bytes
      output = []
      if collected.count >= Self.encodingBlock {
        output = encoder.encode(collected)
        collected = []
      }
    case nil: break
    }
    guard let buffering else { return output }
    held += output
    if case .bytes(let count) = buffering, held.count >= count {
      defer { held = [] }
      return held
    }
    return []
  }

  private mutating func forward(_ bytes: [UInt8], isEvent: Bool, _ rules: WriteRules?) {
    guard let rules else {
      let whole = shared + bytes
      shared = []
      if !whole.isEmpty { parts.append(whole) }
      return
    }
    shared += bytes
    if isEvent { sharedEvents += 1 }
    guard sharedEvents >= rules.events || rules.events == 1 else { return }
    parts += rules.cut(shared)
    shared = []
    sharedEvents = 0
  }
}
