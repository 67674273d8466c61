import Judging
import MicroHTTP
import Scenarios
import Platform
import TextForms

/// `/api/sessions/{key}/verdict`: the verdict on the clients of a session.
struct VerdictsAPI: RouteGroup {
  /// The longest time that a request may wait for the verdict, in nanoseconds.
  private static let longestWait: UInt64 = 300_000_000_000

  let sessions: SessionRegistry
  let catalog: Catalog
  let drafts: Drafts

  var routes: [Route] {
    [.answering(.get, "/api/sessions/{key}/verdict") { call in try verdict(call) }]
  }

  private func verdict(_ call: Route.Call) throws(Refusal) -> Answer {
    let key = try call.ownSession()
    var wait: UInt64 = 0
    if let text = call.query("wait") {
      guard let duration = DurationText.nanoseconds(text), duration <= Self.longestWait else {
        throw Refusal(
          .badRequest, "'wait' must be a duration of at most 5m, such as 30s, got '\(text.forSentence)'.")
      }
      wait = duration
    }
    let form: VerdictStream.Form =
      call.request.prefers("text/event-stream")
      ? .events
      : call.request.prefers("text/plain") ? .text : call.request.prefers("application/xml") ? .junit : .json
    if form != .events, wait == 0, !sessions.has(key) { throw .unknownSession(key) }
    let deadline = Monotonic.now &+ wait
    return .stream { stream in
      VerdictStream(sessions: sessions, key: key, stream: stream, form: form, deadline: deadline) {
        [catalog, drafts] name in
        let entry = drafts.draft(name).map { CatalogEntry($0) } ?? catalog.snapshot[name]
        return entry?.scenario
      }
    }
  }
}
