import HTTPTypes
import Logging
import MicroHTTP
import Platform
import ScenarioStore
import Scenarios
import TextForms

/// Checks and plays a text without saving it.
struct TryingAPI: RouteGroup {
  static let actions = 0...1_000

  let catalog: Catalog
  let drafts: Drafts
  let outlines: OutlineQueue
  let bodyLimit: Int
  /// The most bytes of a scenario.
  let sourceLimit: Int
  let log: Logger

  var routes: [Route] {
    [
      .later(
        .post, "/api/validate", bodyLimit: bodyLimit, log: log,
        refusal: { outlines.refusal(for: $0.clientNetwork) }
      ) { call in
        // In the queue, because parsing the text is work as well.
        try await outlines.run(for: call.request.clientNetwork, asked: call.request.startedAt) {
          try validate(call)
        }
      },
      .later(.post, "/api/drafts", bodyLimit: bodyLimit, log: log) { call in
        let source = try ScenarioBody(call).source
        let owner = call.ownership.participant?.name
        let draft = drafts.add(
          source,
          try Scenario.checked(
            source, name: "draft", limit: sourceLimit,
            resolve: catalog.sources(for: ScenarioName.joined(owner, ""))),
          from: call.request.clientNetwork, owner: owner)
        return .json(
          json(draft, call.request.arrival), status: 201,
          headerFields: [.location: call.request.arrival.address(of: "/api/drafts/\(draft.id)")])
      },
      .now(.get, "/api/drafts/{id}") { call in
        .json(json(try draft(call), call.request.arrival))
      },
      .now(.delete, "/api/drafts/{id}") { call in
        let draft = try draft(call)
        guard call.ownership.mayChange(draftOf: draft.owner) else {
          throw Refusal(.forbidden, "This draft is not yours to delete.")
        }
        guard drafts.remove(draft.id) else { throw Refusal.goneDraft }
        return HTTPResult(status: 204)
      },
    ]
  }

  /// - Throws: 404, as if it did not exist, if it is another participant's.
  private func draft(_ call: Route.Call) throws(Refusal) -> Draft {
    guard let draft = drafts.draft(call["id"]),
      draft.owner == nil || call.ownership.mayChange(draftOf: draft.owner)
    else { throw Refusal.goneDraft }
    return draft
  }

  private func validate(_ call: Route.Call) throws -> HTTPResult {
    let source = try ScenarioBody(call).source
    let limit = try call.number("actions", in: Self.actions) ?? 50
    let options = try PlayOptions(call.request)
    let name = call.query("name")
    if let name {
      guard ScenarioName.isSavedName(name) else { throw Refusal(StoreError.badName(name)) }
      guard call.ownership.maySee(scenario: name) else { throw Refusal(StoreError.notFound(name)) }
    }
    let owner = name == nil ? call.ownership.participant?.name : ScenarioName.owner(of: name ?? "")
    guard source.utf8.count <= sourceLimit else {
      throw Refusal(StoreError.sourceTooLarge(limit: sourceLimit))
    }
    do throws(ScenarioMistakes) {
      let scenario = try Scenario.load(
        text: source, name: name ?? "draft", reserved: .playground,
        resolve: catalog.sources(for: name ?? ScenarioName.joined(owner, "")))
      var mistakes = scenario.warnings.mistakes
      if let conflict = catalog.conflict(savingAs: name, address: nil) {
        mistakes.append(MistakeReport.Entry(conflict, at: .start, of: source))
      } else if let address = scenario.path, owner != nil {
        mistakes.append(
          MistakeReport.Entry(
            CatalogIndex.noAddress(address, of: name ?? ScenarioName.joined(owner, "…")),
            at: scenario.pathPlace,
            of: source, severity: .warning))
      } else if let address = scenario.path, let conflict = catalog.conflict(savingAs: name, address: address)
      {
        mistakes.append(MistakeReport.Entry(conflict, at: scenario.pathPlace, of: source))
      }
      let plan = scenario.plan(
        for: scenario.request(lastEventID: options.lastEventID, seed: options.seed?.number))
      let outline = PlanOutline(plan, limit: limit, wall: WallClock.now)
      let estimate = scenario.estimate
      let facts: JSONValue = [
        "title": .string(scenario.title), "format": .string(scenario.formatName),
        "drawsSeed": .bool(scenario.drawsSeed), "client": scenario.client?.json ?? .null,
        "endless": .bool(estimate.isEndless), "events": estimate.events.map(JSONValue.int) ?? .null,
        "duration": estimate.duration.map { .double(Double($0) / 1e9) } ?? .null,
      ]
      return .json(verdict(mistakes).adding(facts).adding(outline.json))
    } catch {
      return .json(verdict(error.report.mistakes))
    }
  }

  private func verdict(_ mistakes: [MistakeReport.Entry]) -> JSONValue {
    func list(_ severity: Mistake.Severity) -> JSONValue {
      .array(mistakes.filter { $0.severity == severity }.map(\.json))
    }
    return [
      "valid": .bool(!mistakes.contains { $0.severity == .error }), "mistakes": list(.error),
      "warnings": list(.warning),
    ]
  }

  private func json(_ draft: Draft, _ arrival: Arrival) -> JSONValue {
    let now = Monotonic.now
    let expires = WallClock.now.addingReportingOverflow(
      Int64(clamping: draft.expires - min(draft.expires, now)))
    return [
      "id": .string(draft.id), "play": .string(arrival.address(of: "/play/\(draft.id)")),
      "expires": .string(Timestamp.text(nanoseconds: expires.partialValue)), "source": .string(draft.source),
    ]
  }
}
