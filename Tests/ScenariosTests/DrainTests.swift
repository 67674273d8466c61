import Testing

@testable import Scenarios

/// The server shuts down at any moment: what has begun to leave is whole, and the body ends well, whatever stands between the steps and the socket.
struct DrainTests {
  private static let steps = """
    steps:
      - data: é
      - repeat: 5
        every: 40ms
        steps:
          - { id: "${number}", event: tick, data: "${random()} é" }
          - comment: c
          - { raw: "data: half\\n", after: 5ms }
          - { raw: "\\n", after: 5ms }
      - { repeat: 4, data: "${repeat('x', 70)}" }
      - end: hold
    """

  private static let texts: [String] = ["off", "15ms"].flatMap { heartbeat in
    [
      "off", "{ every: 4 }", "{ every: 9, pace: 3ms..6ms }", "{ events: 4 }",
      "{ events: 3, every: 11, pace: 2ms }",
      "{ cut: [characters], pace: 9ms }",
    ].flatMap { write in
      [
        "", "proxy: { buffer: 100 }", "proxy: { buffer: until-end }", "proxy: { gzip: flushed }",
        "proxy: { gzip: buffered, buffer: 50 }", "drop: { events: 3 }", "reorder: { events: 4 }",
        "bom: on\nretry: 2s",
      ].map { "heartbeat: \(heartbeat)\nwrite: \(write)\n\($0)\n\(steps)\n" }
    }
  }

  private static let words = Array("retry: 1234\n".utf8)

  /// The blocks of a stream that were stored, if its checksum and length are right.
  private static func decoded(gzip bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 23, bytes.starts(with: [0x1F, 0x8B, 8, 0]) else { return nil }
    var place = 10
    var decoded: [UInt8] = []
    var isLast = false
    while !isLast, place + 5 <= bytes.count {
      isLast = bytes[place] == 1
      let count = Int(bytes[place + 1]) | Int(bytes[place + 2]) << 8
      guard place + 5 + count <= bytes.count else { return nil }
      decoded += bytes[place + 5..<place + 5 + count]
      place += 5 + count
    }
    var encoder = GzipEncoder()
    _ = encoder.encode(decoded)
    return isLast && Array(bytes[place...]) == encoder.finish().suffix(8) ? decoded : nil
  }

  /// What a client has that was served up to a moment, and then drained.
  private static func drained(_ scenario: Scenario, at end: PlanTime, meter: Meter, turns: Int) -> [UInt8] {
    var plan = scenario.plan(for: PlanRequest(headers: [(name: "accept-encoding", value: "gzip")], seed: 3))
    var writes = Writes()
    var bytes: [UInt8] = []
    var now: PlanTime = 0
    play: for _ in 0..<turns {
      var meter = meter
      let next = plan.advance(to: now, clock: Playing.clock(at: now), meter: &meter, into: &writes)
      while let (write, _, _) = writes.takeNext() { bytes += write }
      switch next {
      case .head, .again: continue
      case .at(let time), .idle(let time?):
        guard time <= end else { break play }
        now = time
      default: break play
      }
    }
    plan.drain(words, into: &writes)
    while let (write, _, _) = writes.takeNext() { bytes += write }
    return bytes
  }

  @Test(arguments: texts)
  func `what has begun is whole, and the body ends well`(text: String) throws {
    let scenario = try load(text)
    let isEncoded = text.contains("gzip")
    for time in stride(from: 0, through: 260, by: 7) as StrideThrough<UInt64> {
      // In the middle of a turn as well.
      for (meter, turns) in [(Meter.turn, 100_000), (Meter(work: 5, bytes: 9), 20 + Int(time) * 3)] {
        var bytes = Self.drained(scenario, at: time * 1_000_000, meter: meter, turns: turns)
        // Before the head there is no body.
        if isEncoded, bytes.isEmpty { continue }
        if isEncoded { bytes = try #require(Self.decoded(gzip: bytes), "at \(time) ms, \(turns) turns") }
        var text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
        if text.hasSuffix("retry: 1234\n") {
          text.removeLast(12)
          #expect(text.isEmpty || text.hasSuffix("\n"), "at \(time) ms: \(text.suffix(40).debugDescription)")
        } else {
          // It may only be missing behind half a line.
          #expect(
            bytes.isEmpty || !text.hasSuffix("\n"), "at \(time) ms: \(text.suffix(40).debugDescription)")
        }
        // Each event that has begun is whole: those with many letters show it.
        for line in text.split(separator: "\n") where line.hasPrefix("data: x") { #expect(line.count == 76) }
      }
    }
  }
}
