import HTTPTypes
import Logging
import MicroHTTP

/// Taking scenarios along: one as a file, all as an archive, and back.
struct TransferAPI: RouteGroup {
  let saved: SavedScenarios
  let bodyLimit: Int
  let log: Logger

  var routes: [Route] {
    [
      .now(.get, "/api/scenarios/{name}/export") { call in
        let name = call["name"]
        guard let entry = saved.catalog.snapshot[name] else {
          throw Refusal(.notFound, "No scenario is named '\(name.forSentence)'.")
        }
        return .yaml(entry.source, entityTag: entry.entityTag, fileName: "\(entry.name).yaml")
      },
      .later(.get, "/api/export", log: log) { _ in
        let archive = try ScenarioArchive.pack(try await saved.store.list())
        let fields: HTTPFields = [
          .contentType: "application/gzip", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
          .contentDisposition: "attachment; filename=\"scenarios.tar.gz\"",
        ]
        return HTTPResult(status: 200, headerFields: fields, body: .bytes(archive))
      },
      .later(
        .post, "/api/import", bodyLimit: bodyLimit,
        contentTypes: ["application/gzip", "application/x-tar"], log: log
      ) { call in
        let existing = call.query("existing") ?? "update"
        guard ["update", "refuse"].contains(existing) else {
          throw Refusal(
            .badRequest,
            "The query parameter 'existing' must be update or refuse, got '\(existing.forSentence)'.")
        }
        return .json(
          try await saved.importArchive(call.request.body, refuseExisting: existing == "refuse").json)
      },
    ]
  }
}
