import Foundation
import HTTPTypes
import Logging
import MicroHTTP
import Synchronization

@testable import Playground
@testable import ScenarioStore

/// The API over a temporary folder, with files in `scenarios`, a database beside it, and a room that Ann and Bob have joined.
final class SavedFixture: Sendable {
  let directory: URL
  let catalog: Catalog
  let feed = ChangeFeed(start: 0xABC)
  let drafts = Drafts()
  let outlines = OutlineQueue(workers: nil)
  let kept: KeptOutlines
  let saved: SavedScenarios
  private let router: Router

  init(files: [String: String] = [:], limits: StoreLimits = StoreLimits()) async throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("saved-\(UUID().uuidString)")
    let folder = directory.appendingPathComponent("scenarios")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    catalog = Catalog(
      folder: ScenarioFolder(path: folder.path), log: log,
      changed: { [feed] in feed.append($0, time: 0) })
    let store = ScenarioStore(
      path: directory.appendingPathComponent("playground.sqlite").path, limits: limits, report: { _ in })
    saved = SavedScenarios(store: store, catalog: catalog, log: log)
    kept = KeptOutlines(queue: outlines)
    let groups: [any RouteGroup] = [
      SessionsAPI(sessions: SessionRegistry(), log: log),
      MonitoringAPI(metrics: ServerMetrics(catalog: catalog)), DescriptionAPI(),
      ChangesAPI(feed: feed, door: Door()),
      ScenariosAPI(saved: saved, outlines: kept, bodyLimit: 1 << 20, log: log),
      VersionsAPI(saved: saved, log: log), TransferAPI(saved: saved, bodyLimit: 1 << 20, log: log),
      TryingAPI(
        catalog: catalog, drafts: drafts, outlines: outlines, bodyLimit: 1 << 20, sourceLimit: 256 << 10,
        log: log),
    ]
    router = Router(table: RouteTable(groups), policy: AccessPolicy(), responders: [])
    for (name, text) in files { try write(text, to: name) }
    for participant in [Door.Access.ann, .bob].compactMap(\.participant) {
      _ = try await store.join(
        participant.name, session: participant.session.description, colours: Participant.colours, round: "one"
      )
    }
    await saved.refresh()
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Writes a scenario file as an editor does, and reads the folder again.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appendingPathComponent("scenarios/\(name).yaml"))
    catalog.reload(FolderChange(touched: ["\(name).yaml"]))
  }

  /// A second store on the same database, like that of another process.
  func otherStore() -> ScenarioStore {
    ScenarioStore(path: directory.appendingPathComponent("playground.sqlite").path, report: { _ in })
  }

  /// - Parameter access: the client's access; by default that of a client on the server's machine, without a room.
  func send(
    _ method: HTTPRequest.Method, _ target: String, _ body: [UInt8] = [], type: String = "application/yaml",
    _ fields: HTTPFields = [:], as access: Door.Access? = nil
  ) async -> (status: Int, fields: HTTPFields, text: String, bytes: [UInt8]) {
    var fields = fields
    if !body.isEmpty { fields[.contentType] = type }
    var request = Request.test(method, target, headerFields: fields)
    request.body = body
    if !body.isEmpty { request.headerFields[.contentLength] = String(body.count) }
    let result: HTTPResult
    switch router.admit(request) {
    case .refuse(let refusal): result = refusal
    case .body(let limit):
      result =
        body.count > limit
        ? .problem(.contentTooLarge, "") : await answer(request, as: access).result ?? HTTPResult(status: 0)
    }
    guard case .bytes(let bytes) = result.body else { return (result.status, result.headerFields, "", []) }
    return (result.status, result.headerFields, String(decoding: bytes, as: UTF8.self), bytes)
  }

  private func answer(_ request: Request, as access: Door.Access?) -> Answer {
    guard let access,
      case .found(let route, let parameters) = router.table.match(request.method, request.segments)
    else { return router.answer(request) }
    return route.answer(Route.Call(request: request, parameters: parameters, access: access))
  }

  func send(
    _ method: HTTPRequest.Method, _ target: String, _ body: String, type: String = "application/yaml",
    _ fields: HTTPFields = [:], as access: Door.Access? = nil
  ) async -> (status: Int, fields: HTTPFields, text: String, bytes: [UInt8]) {
    await send(method, target, Array(body.utf8), type: type, fields, as: access)
  }

  /// The title of the scenario that plays under a name now.
  func title(_ name: String) -> String? { catalog.snapshot[name]?.scenario?.title }

  static func text(_ title: String, path: String? = nil) -> String {
    "title: \(title)\n" + (path.map { "path: \($0)\n" } ?? "") + "steps:\n  - data: \(title)\n"
  }
}

/// The members of a JSON response.
func json(_ text: String) -> [String: Any] {
  (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
}
