import MicroHTTP
import Scenarios

/// A scenario whose clients follow one timeline, as seen by one stream.
final class SharedScenario: Sendable {
  enum Joining {
    case following(Following)
    case answer(PlainResponse)
  }

  private let scenario: Scenario
  private let timelines: Timelines
  private let lastPlace: UInt64?

  /// - Parameter lastPlace: the place in the followed history where the client's last event was injected by hand; nil if it was not.
  init(_ scenario: Scenario, _ timelines: Timelines, lastPlace: UInt64?) {
    self.scenario = scenario
    self.timelines = timelines
    self.lastPlace = lastPlace
  }

  /// - Parameter id: the ID of the client's last event.
  func join(after id: String?, at now: UInt64) -> Joining {
    switch timelines.join(scenario, after: id, place: lastPlace, at: now) {
    case .follows(let membership): .following(Following(membership, scenario, lastEventID: id))
    case .nothingLeft: .answer(PlainResponse(status: 204, headers: [], body: []))
    case .tooMany: .answer(Self.tooMany)
    }
  }

  private static let tooMany = PlainResponse(
    status: 503,
    headers: [
      (name: "content-type", value: "text/plain; charset=utf-8"), (name: "retry-after", value: "5"),
    ],
    body: Array(
      "The server's limit of \(Timelines.limit) shared timelines is reached. Try again in a few seconds.\n"
        .utf8))

  func leave(_ following: Following, at now: UInt64) { timelines.leave(following.membership, at: now) }
}
