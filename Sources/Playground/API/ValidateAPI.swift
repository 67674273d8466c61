import MicroHTTP
import Scenarios

/// `POST /api/validate`: what is wrong with a text, and what it would send; nothing is kept.
struct ValidateAPI: RouteGroup {
  /// Bytes that a scenario may have.
  let sourceLimit: Int

  private static let actionsUnlessAsked = 20
  private static let actionsAtMost = 1_000

  var routes: [Route] {
    [
      Route(.post, "/api/validate", effect: .computes, bodyLimit: sourceLimit) { call in
        .result(validate(call))
      }
    ]
  }

  private func validate(_ call: Route.Call) -> HTTPResult {
    let options: PlayOptions
    do throws(PlayOptions.Invalid) {
      options = try PlayOptions(call.request)
    } catch {
      return .problem(.badRequest, error.detail)
    }
    let asked = call.query("actions")
    let count = asked.map { Int($0) ?? -1 } ?? Self.actionsUnlessAsked
    guard (0...Self.actionsAtMost).contains(count) else {
      return .problem(
        .badRequest,
        "'actions' must be a whole number from 0 to \(Self.actionsAtMost), got '\((asked ?? "").forSentence)'."
      )
    }
    do throws(ScenarioMistakes) {
      let scenario = try Scenario.load(bytes: call.request.body, name: "draft", file: "draft.yaml")
      let seed = options.seed?.number ?? scenario.seed
      let plan = scenario.plan(for: PlanRequest(lastEventID: options.lastEventID, seed: seed))
      let outline = PlanOutline(plan, limit: count, wall: WallClock.now)
      return .json([
        "valid": true, "mistakes": .array(scenario.warnings.mistakes.map(\.json)),
        "title": .string(scenario.title),
        "endless": .bool(scenario.estimate.duration == nil),
        "events": scenario.estimate.events.map(JSONValue.int) ?? .null,
        "duration": scenario.estimate.duration.map { .double(Double($0) / 1e9) } ?? .null,
        "actions": .array(outline.steps.map(\.json)), "more": .bool(outline.isCut),
      ])
    } catch {
      return .json(["valid": false, "mistakes": .array(error.report.mistakes.map(\.json))])
    }
  }
}
