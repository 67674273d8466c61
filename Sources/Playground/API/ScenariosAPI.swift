import HTTPTypes
import MicroHTTP

/// `/api/scenarios`: what there is to play.
struct ScenariosAPI: RouteGroup {
  let catalog: Catalog

  var routes: [Route] {
    [
      Route(.get, "/api/scenarios") { call in
        let snapshot = catalog.snapshot
        return .result(.json(bytes: snapshot.listing, entityTag: snapshot.entityTag, for: call.request))
      },
      Route(.get, "/api/scenarios/{name}") { call in .result(read(call)) },
    ]
  }

  private func read(_ call: Route.Call) -> HTTPResult {
    let snapshot = catalog.snapshot
    let name = call["name"]
    guard let entry = snapshot[name] ?? snapshot.entries.first(where: { $0.name == name }) else {
      return .problem(
        .notFound,
        "No scenario is named '\(name.forSentence)'.\(NearestNames.question(snapshot.names(near: name)))")
    }
    let bytes = JSONValue.object(
      entry.summaryMembers + [JSONValue.Member(name: "source", value: .string(entry.source))]
    ).bytes
    let tag = "\"\(String(StableHash.of(bytes), radix: 16))\""
    return .json(bytes: bytes, entityTag: tag, for: call.request)
  }
}
