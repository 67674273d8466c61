import Logging
import MicroHTTP
import Scenarios
import TextForms

/// Exports a scenario as a file, or all as an archive, and imports archives.
struct TransferAPI: RouteGroup {
  let saved: SavedScenarios
  let bodyLimit: Int
  let log: Logger

  var routes: [Route] {
    [
      .now(.get, "/api/scenarios/{name}/export") { call in
        let name = call["name"]
        guard let entry = saved.catalog.snapshot.item(named: name, for: call.viewer)?.entry, entry.isPlayable
        else {
          throw Refusal(.notFound, "No scenario is named '\(name.forSentence)'.")
        }
        return .yaml(entry.source, entityTag: entry.entityTag, fileName: "\(entry.plainName).yaml")
      },
      .later(.get, "/api/export", log: log) { call in
        let viewer = call.viewer
        let owner = viewer.seesAll ? nil : viewer.participant
        let scenarios = try await saved.store.list().filter { scenario in
          let itsOwner = ScenarioName.owner(of: scenario.name)
          return owner == nil ? viewer.sees(owner: itsOwner) : itsOwner == owner
        }
        return .bytes(
          try ScenarioArchive.pack(scenarios, of: owner), type: "application/gzip",
          fileName: "scenarios.tar.gz")
      },
      .later(
        .post, "/api/import", bodyLimit: bodyLimit,
        contentTypes: ["application/gzip", "application/x-tar"], log: log
      ) { call in
        let existing = call.query("existing") ?? "update"
        guard ["update", "refuse"].contains(existing) else {
          throw Refusal.parameter("existing", mustBe: "update or refuse", got: existing)
        }
        return .json(
          try await saved.importArchive(
            call.request.body, for: call.viewer.seesAll ? nil : call.viewer.participant,
            by: call.writer, refuseExisting: existing == "refuse"
          ).json)
      },
    ]
  }
}
