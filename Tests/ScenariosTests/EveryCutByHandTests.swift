import ServerSentEvents
import Testing

@testable import Scenarios

/// A reader that is cut after any byte of a stream into which something was put by hand, and comes back.
struct EveryCutByHandTests {
  private static let steps =
    "steps:\n  - repeat: 5\n    every: 1s\n    steps:\n      - { id: \"${counter}\", data: \"d${number} ${int(0, 99)}\" }\n"

  static let texts = [
    "heartbeat: off\n" + steps,
    "heartbeat: 400ms\n" + steps,
    "heartbeat: off\nlineEnding: crlf\n" + steps,
    "heartbeat: off\nwrite: { every: 3, pace: 50ms }\n" + steps,
    "heartbeat: off\nwrite: { events: 2 }\n" + steps,
    "heartbeat: off\ndrop: { events: 3 }\n" + steps,
    "heartbeat: off\nreorder: { events: 3 }\n" + steps,
  ]

  private struct Received {
    var datas: [String] = []
    var lastEventID = ""

    init(_ bytes: some Sequence<UInt8>) {
      var parser = EventStreamParser()
      var datas: [String] = []
      parser.parse(bytes) { part in
        if case .event(let event) = part.outcome, event.data != "put in" { datas.append(event.data) }
      }
      self.datas = datas
      lastEventID = parser.lastEventID
    }
  }

  private static func played(_ hand: HandTests.Hand) -> [UInt8] { hand.writes.flatMap(\.bytes) }

  @Test(arguments: texts, [#"{"data":"put in"}"#, #"{"id":"by-hand","data":"put in"}"#])
  func `nothing of the steps is lost and nothing comes twice`(text: String, json: String) throws {
    var plain = try HandTests.Hand(text)
    plain.advance(to: 60 * HandTests.second)
    let own = Received(Self.played(plain)).datas
    #expect(own.count >= 3)
    // Each resumption that there is, once: many bytes lead to the same.
    var resumed: [String: [String]] = [:]
    for moment in stride(from: PlanTime(0), through: 6 * HandTests.second, by: 250_000_000) {
      var hand = try HandTests.Hand(text)
      hand.advance(to: moment)
      hand.plan.inject(try HandTests.injection(json), at: hand.now)
      hand.advance(to: 60 * HandTests.second)
      let place = hand.plan.takeInjectedIDs().first?.place
      let bytes = Self.played(hand)
      for count in 0...bytes.count {
        let before = Received(bytes[..<count])
        var request = PlanRequest(lastEventID: before.lastEventID.isEmpty ? nil : before.lastEventID, seed: 1)
        if before.lastEventID == "by-hand" { request.lastPlace = place }
        let key = "\(before.lastEventID) \(request.lastPlace.map(String.init) ?? "")"
        if resumed[key] == nil {
          var again = try HandTests.Hand(text, request)
          again.advance(to: 60 * HandTests.second)
          resumed[key] = Received(Self.played(again)).datas
        }
        let all = before.datas + (resumed[key] ?? [])
        guard all != own else { continue }
        Issue.record(
          "put in at \(moment / 1_000_000) ms, cut after \(count) bytes, the last ID '\(before.lastEventID)': \(all), not \(own)"
        )
        return
      }
    }
  }
}
