import ServerSentEvents
import Testing

/// Encode → parse is the identity, over 100,000 random events.
@Suite struct RoundTripTests {
  /// SplitMix64, so that a failure can be had again from its seed.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let pieces = [
    "a", "Z", "0", " ", ":", ": ", "data: ", "event", "id", "\t", "\u{FEFF}", "é", "e\u{301}", "€", "😀", "👩‍👧",
    "\u{2028}",
    "\u{85}", "{\"n\":1}",
  ]

  private static func text(_ random: inout Generator, lineEnds: [String] = [], null: Bool = false) -> String {
    let choices = pieces + lineEnds + (null ? ["\0"] : [])
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in choices.randomElement(using: &random) ?? ""
    }
    .joined()
  }

  @Test(arguments: LineEnding.allCases)
  func `what is encoded is what is parsed, cut anywhere`(_ lineEnding: LineEnding) throws {
    var random = Generator(state: 20_261_122)
    let encoder = EventEncoder(lineEnding: lineEnding)
    for round in 0..<340 {
      var bytes: [UInt8] = []
      var expected: [MessageEvent] = []
      var lastEventID = ""
      var reconnectionTime: ReconnectionTime?
      if Bool.random(using: &random) { bytes += EventEncoder.byteOrderMark }
      for _ in 0..<100 {
        let type = Self.text(&random)
        var event = ServerSentEvent(
          type: type.isEmpty ? .message : try EventType(type),
          data: Self.text(&random, lineEnds: ["\n"], null: true))
        if Int.random(in: 0..<3, using: &random) == 0 { event.id = try EventID(Self.text(&random)) }
        if Int.random(in: 0..<9, using: &random) == 0 {
          event.retry = try ReconnectionTime(
            milliseconds: .random(in: 0...ReconnectionTime.maximum.milliseconds, using: &random))
        }
        if Int.random(in: 0..<9, using: &random) == 0 { event.data = nil }
        if Int.random(in: 0..<5, using: &random) == 0 {
          encoder.appendComment(Self.text(&random, lineEnds: ["\n", "\r", "\r\n"], null: true), to: &bytes)
        }
        encoder.append(event, to: &bytes)
        lastEventID = event.id?.text ?? lastEventID
        reconnectionTime = event.retry ?? reconnectionTime
        if let data = event.data {
          expected.append(MessageEvent(type: event.type.text, data: data, lastEventID: lastEventID))
        }
      }

      var chunks: [ArraySlice<UInt8>] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...(Bool.random(using: &random) ? 3 : 400), using: &random)
        chunks.append(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      let recording = Recording(chunks)
      let same = recording.events.elementsEqual(expected) {
        $0.type.utf8.elementsEqual($1.type.utf8) && $0.data.utf8.elementsEqual($1.data.utf8)
          && $0.lastEventID.utf8.elementsEqual($1.lastEventID.utf8)
      }
      #expect(same, "round \(round)")
      #expect(recording.lastEventID.utf8.elementsEqual(lastEventID.utf8), "round \(round)")
      #expect(recording.reconnectionTime == reconnectionTime, "round \(round)")
      if !same { return }
    }
  }

  @Test func `any line end in data reaches the client as LF`() {
    var random = Generator(state: 7)
    for _ in 0..<2_000 {
      let data = Self.text(&random, lineEnds: ["\n", "\r", "\r\n"])
      var bytes: [UInt8] = []
      EventEncoder().append(ServerSentEvent(data: data), to: &bytes)
      var normalized: [UInt8] = []
      var previous: UInt8 = 0
      for byte in data.utf8 {
        if byte == 0x0D || byte == 0x0A {
          if !(byte == 0x0A && previous == 0x0D) { normalized.append(0x0A) }
        } else {
          normalized.append(byte)
        }
        previous = byte
      }
      #expect(EventStreamParser.events(in: bytes).map { Array($0.data.utf8) } == [normalized])
    }
  }
}
