import Testing

@testable import ServerSentEvents

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
  func `what is encoded is what is parsed, cut anywhere`(_ lineEnding: LineEnding) {
    var random = Generator(state: 20_261_122)
    let encoder = EventEncoder(lineEnding: lineEnding)
    for round in 0..<340 {
      var bytes: [UInt8] = []
      var expected: [MessageEvent] = []
      var lastEventID = ""
      var reconnectionTime: UInt64?
      if Bool.random(using: &random) { bytes += EventEncoder.byteOrderMark }
      for _ in 0..<100 {
        if Int.random(in: 0..<5, using: &random) == 0 {
          encoder.appendComment(Self.text(&random, lineEnds: ["\n", "\r", "\r\n"], null: true), to: &bytes)
        }
        let type = Self.text(&random)
        if !type.isEmpty { encoder.append(.event, type, to: &bytes) }
        if Int.random(in: 0..<3, using: &random) == 0 {
          lastEventID = Self.text(&random)
          encoder.append(.id, lastEventID, to: &bytes)
        }
        if Int.random(in: 0..<9, using: &random) == 0 {
          let time = UInt64.random(in: 0...9_007_199_254_740_991, using: &random)
          reconnectionTime = time
          encoder.append(.retry, String(time), to: &bytes)
        }
        if Int.random(in: 0..<9, using: &random) > 0 {
          let data = Self.text(&random, lineEnds: ["\n"], null: true)
          encoder.appendData(data.utf8, to: &bytes)
          expected.append(
            MessageEvent(type: type.isEmpty ? "message" : type, data: data, lastEventID: lastEventID))
        }
        encoder.appendLineEnd(to: &bytes)
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
      #expect(recording.reconnectionTime?.milliseconds == reconnectionTime, "round \(round)")
      if !same { return }
    }
  }

  @Test func `any line end in data reaches the client as LF`() {
    var random = Generator(state: 7)
    for _ in 0..<2_000 {
      let data = Self.text(&random, lineEnds: ["\n", "\r", "\r\n"])
      var bytes: [UInt8] = []
      EventEncoder().appendData(data.utf8, to: &bytes)
      EventEncoder().appendLineEnd(to: &bytes)
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
      #expect(Recording([bytes]).events.map { Array($0.data.utf8) } == [normalized])
    }
  }
}
