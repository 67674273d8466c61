import FieldValues
import HTTPTypes
import Logging
import MicroHTTP
import Platform
import ScenarioStore
import Scenarios
import TextForms

/// `/api/scenarios`: list, read, outline, save, delete, undelete, rename and duplicate.
struct ScenariosAPI: RouteGroup {
  let saved: SavedScenarios
  let outlines: KeptOutlines
  let bodyLimit: Int
  let log: Logger

  private var catalog: Catalog { saved.catalog }

  var routes: [Route] {
    [
      Route(.get, "/api/scenarios") { call in
        let snapshot = catalog.snapshot
        let viewer = call.viewer
        guard call.request.query.isEmpty, snapshot.isPlain(for: viewer) else {
          return .later { Self.list(snapshot, call.request, for: viewer) }
        }
        return snapshot.isListed(below: call.request.arrival.prefix)
          ? .result(Self.list(snapshot, call.request)) : .later { Self.list(snapshot, call.request) }
      },
      .later(.get, "/api/scenarios/{name}", log: log) { call in try read(call) },
      .later(.get, "/api/scenarios/{name}/outline", log: log) { call in try await outline(call) },
      .later(.put, "/api/scenarios/{name}", bodyLimit: bodyLimit, log: log) { call in
        let body = try ScenarioBody(call)
        let version = NewVersion(
          name: try call.ownName(), source: body.source, note: body.note, author: body.author)
        let entry = try await saved.save(version, if: Precondition(call.request), by: call.writer)
        return entry.saved?.version == 1 ? created(entry, call) : result(entry, call)
      },
      .later(.delete, "/api/scenarios/{name}", log: log) { call in
        let name = try call.ownName()
        try await saved.delete(name, if: Precondition(call.request), by: call.writer)
        let until = WallClock.now + Int64(saved.store.limits.undoSeconds) * 1_000_000_000
        return .json(["name": .string(name), "undoUntil": .string(Timestamp.text(nanoseconds: until))])
      },
      .later(.post, "/api/scenarios/{name}/undelete", bodyLimit: 1_024, log: log) { call in
        result(try await saved.undelete(try call.ownName(), by: call.writer), call)
      },
      .later(
        .post, "/api/scenarios/{name}/rename", bodyLimit: 4_096, contentTypes: Route.json,
        log: log
      ) { call in
        let name = try call.ownName()
        let newName = try newName(call)
        return result(
          try await saved.rename(name, to: newName, if: Precondition(call.request), by: call.writer), call)
      },
      .later(
        .post, "/api/scenarios/{name}/duplicate", bodyLimit: 4_096, contentTypes: Route.json,
        log: log
      ) { call in
        let newName = try newName(call)
        let original = try entry(call)
        let copy = NewVersion(
          name: newName,
          source: try ScenarioCopy.text(
            of: original, limit: saved.store.limits.source, resolve: saved.catalog.sources(for: original.name)
          ),
          note: "copied from \(original.name)")
        do {
          return created(try await saved.save(copy, if: .absent, by: call.writer), call)
        } catch StoreError.preconditionFailed(.some) {
          throw StoreError.taken(newName)
        }
      },
    ]
  }

  /// Returns the listing that everybody sees.
  private static func list(_ snapshot: CatalogSnapshot, _ request: Request) -> HTTPResult {
    let prefix = request.arrival.prefix
    return varying(
      .json(
        bytes: snapshot.listing(below: prefix), entityTag: snapshot.entityTag(below: prefix), for: request))
  }

  private static func list(_ snapshot: CatalogSnapshot, _ request: Request, for viewer: Viewer) -> HTTPResult
  {
    let items = snapshot.items(for: viewer)
    var listing: ScenarioListing
    do throws(Refusal) { listing = try ScenarioListing(request) } catch { return error.result }
    if request.query.isEmpty { listing.limit = items.count }
    let (page, total) = listing.select(items)
    let prefix = request.arrival.prefix
    let bytes = CatalogListing.bytes(
      page, total: total, offset: listing.offset, limit: listing.limit, below: prefix)
    let entityTag = CatalogListing.entityTag(page, total, listing.offset, listing.limit, below: prefix)
    var result = HTTPResult.json(bytes: bytes, entityTag: entityTag, for: request)
    if let links = listing.links(total: total, for: request.arrival) {
      result.headerFields[.known("Link")] = links
    }
    return varying(result)
  }

  /// Adds `Vary`, because the listing depends on the client. <https://www.rfc-editor.org/rfc/rfc9110#field.vary>
  private static func varying(_ result: HTTPResult) -> HTTPResult {
    var result = result
    result.headerFields[.vary] = "Authorization, Cookie"
    return result
  }

  private func read(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    let entry = try entry(call)
    guard call.request.prefers("application/yaml") else {
      return .json(
        bytes: entry.json(for: call.request.arrival).bytes, entityTag: entry.entityTag, for: call.request)
    }
    return .yaml(entry.source, entityTag: entry.entityTag)
  }

  private func outline(_ call: Route.Call) async throws -> HTTPResult {
    let entry = try entry(call)
    guard let item = catalog.snapshot.item(named: call["name"]) else {
      throw Refusal(.notFound, "'\(entry.name.forSentence)' cannot be played, so it has no outline.")
    }
    guard let scenario = item.entry.scenario else {
      throw Refusal(
        .notFound, "The scenario '\(item.entry.name)' has mistakes and there is no good version of it yet.")
    }
    let bytes = try await outlines.outline(
      of: item, scenario, for: call.request.clientNetwork, asked: call.request.startedAt, wall: WallClock.now)
    return .json(
      bytes: bytes, entityTag: EntityTag("outline-", hash: StableHash.of(bytes)), for: call.request)
  }

  private func entry(_ call: Route.Call) throws(Refusal) -> CatalogEntry {
    let name = call["name"]
    let snapshot = catalog.snapshot
    if let entry = snapshot.entry(named: name, for: call.viewer) { return entry }
    let question = NearestNames.question(snapshot.names(near: name, for: call.viewer))
    throw Refusal(.notFound, "No scenario is named '\(name.forSentence)'.\(question)")
  }

  private func newName(_ call: Route.Call) throws(Refusal) -> String {
    let members = try JSONObject(call.request.body)
    try members.allow(["name"])
    let name = try members.text("name")
    guard ScenarioName.isSavedName(name) else { throw Refusal(StoreError.badName(name)) }
    return try call.own(name)
  }
}

/// 200 with the scenario in its current state.
func result(_ entry: CatalogEntry, _ call: Route.Call) -> HTTPResult {
  .json(
    entry.seen(by: call.viewer).json(for: call.request.arrival),
    headerFields: [.eTag: entry.entityTag.description])
}

/// 201 with the scenario and its address.
func created(_ entry: CatalogEntry, _ call: Route.Call) -> HTTPResult {
  .json(
    entry.seen(by: call.viewer).json(for: call.request.arrival), status: 201,
    headerFields: [
      .eTag: entry.entityTag.description,
      .location: call.request.arrival.address(of: "/api/scenarios/\(entry.pathName)"),
    ])
}
