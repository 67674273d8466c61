import Logging
import MicroHTTP
import ScenarioStore
import Scenarios
import Synchronization
import TextForms

/// The whole playground: the catalog, the routes and the server.
///
///     let application = try Application(configuration, log: log)
///     try application.start()
///     …
///     await application.stop()
package final class Application: Sendable {
  /// How long streams have to end when the server stops.
  package static let grace = Duration.seconds(8)

  private let configuration: Configuration
  private let log: Logger
  private let catalog: Catalog
  private let server: HTTPServer
  /// The operations of the API.
  let table: RouteTable
  private let watcher: FolderWatcher
  private let saved: SavedScenarios
  private let room: Room?
  private let roomLock: RoomLock?
  private let following = Mutex<Task<Void, Never>?>(nil)

  /// Loads the scenarios and binds the sockets.
  ///
  /// - Throws: `ServerError` if an address cannot be bound, for example because the port is in use, or if the room cannot be opened.
  package init(_ configuration: Configuration, log: Logger) throws(ServerError) {
    self.configuration = configuration
    self.log = log
    let pages = Pages(folder: configuration.pages)
    let feed = ChangeFeed()
    let memory = StreamMemory()
    let timelines = Timelines(memory: memory)
    let catalog = Catalog(
      folder: ScenarioFolder(path: configuration.scenarios),
      shipped: configuration.shippedScenarios.map(ScenarioFolder.init(path:)),
      sourceLimit: configuration.scenarioLimit, log: log,
      isPage: { pages.has($0) },
      changed: { difference in
        feed.append(difference)
        for name in timelines.follow(removed: difference.removedScenarios, added: difference.addedScenarios) {
          log.warning("the shared timeline of \(name) does not run: there are \(Timelines.limit) already")
        }
      })
    let drafts = Drafts()
    let store = ScenarioStore(
      path: configuration.databasePath, limits: configuration.storeLimits, report: { log.error("\($0)") })
    let saved = SavedScenarios(store: store, catalog: catalog, log: log)
    roomLock = try Self.lockRoom(configuration) { log.warning("\($0.escapedForLog)") }
    let room = try configuration.room.map { settings throws(ServerError) in
      try Room.open(settings, folder: configuration.dataFolder, store: store) {
        log.warning("\($0.escapedForLog)")
      }
    }
    self.room = room
    let door = Door(token: AdminToken(configuration.adminToken), room: room)
    let policy = AccessPolicy(door: door)
    let sessions = SessionRegistry(
      budget: configuration.journalBytes > 0 ? JournalBudget(limit: configuration.journalBytes) : nil,
      loops: configuration.server.loops)
    let metrics = ServerMetrics(catalog: catalog)
    let crossOrigin = CrossOrigin(allowedOrigins: configuration.allowedOrigins)
    let outlines = OutlineQueue(workers: try WorkerThreads(count: 1, niceness: 15))
    let refusedOrigins = RefusedOrigins(allowed: configuration.allowedOrigins, log: log)
    let player = ScenarioPlayer(
      catalog: catalog, drafts: drafts, sessions: sessions, timelines: timelines, memory: memory,
      crossOrigin: crossOrigin, policy: policy,
      refusedOrigins: refusedOrigins,
      bodyLimit: configuration.bodyLimit, events: metrics.events, log: log)
    let groups: [any RouteGroup] = [
      AccessAPI(door: door), JoiningAPI(door: door, log: log), RoomCodeAPI(room: room, log: log),
      OriginsAPI(refused: refusedOrigins, granted: crossOrigin.granted),
      MonitoringAPI(metrics: metrics),
      DescriptionAPI(),
      ChangesAPI(feed: feed, door: door),
      RoomAPI(
        room: room, saved: saved, sessions: sessions, drafts: drafts, bodyLimit: configuration.bodyLimit,
        log: log),
      ScenariosAPI(
        saved: saved, outlines: KeptOutlines(queue: outlines), bodyLimit: configuration.bodyLimit, log: log),
      VersionsAPI(saved: saved, log: log),
      TransferAPI(saved: saved, bodyLimit: configuration.bodyLimit, log: log),
      TryingAPI(
        catalog: catalog, drafts: drafts, outlines: outlines, bodyLimit: configuration.bodyLimit,
        sourceLimit: configuration.scenarioLimit, log: log),
      SessionsAPI(sessions: sessions, log: log),
      LiveAPI(sessions: sessions, timelines: timelines, room: door.room),
      JournalsAPI(sessions: sessions),
      VerdictsAPI(sessions: sessions, catalog: catalog, drafts: drafts),
    ]
    table = RouteTable(groups)
    let responders: [any Responder] = [JoinLink(door: door), player, pages]
    let router = Router(
      table: table, policy: policy, responders: responders, crossOrigin: crossOrigin)
    self.catalog = catalog
    self.saved = saved
    server = try HTTPServer(
      configuration: configuration.server, handler: router, requestLog: PlaygroundRequestLog(log), logger: log
    )
    sessions.connect(
      StreamControl(wake: { [server] in server.wake($0) }, end: { [server] in server.end($0, $1) }))
    watcher = FolderWatcher(root: configuration.scenarios) { catalog.reload($0) }
    metrics.connect { [server] in server.statistics }
    feed.connect { [server] in server.wake($0) }
    room?.connect { feed.append([$0]) }
    timelines.connect(server)
    door.connect(port: server.port) {
      SigningKey.load(folder: configuration.dataFolder) { log.warning("\($0.escapedForLog)") }
    }
    catalog.reload()
    for (key, path) in [("SCENARIOS", configuration.scenarios), ("PUBLIC", configuration.pages)]
    where !ScenarioFolder.isFolder(path) && !(key == "SCENARIOS" && configuration.needsNoFolder) {
      log.warning("there is no folder '\(path.escapedForLog)': start in the project's folder, or set \(key)")
    }
  }

  /// Locks the configured room against other servers; nil without a room.
  private static func lockRoom(_ configuration: Configuration, report: (String) -> Void) throws(ServerError)
    -> RoomLock?
  {
    if configuration.room == nil { return nil }
    if let lock = RoomLock.take(folder: configuration.dataFolder, report: report) { return lock }
    throw ServerError(
      "The room of '\(configuration.dataFolder.forSentence)' is open in another server. End that one, or choose another DATA."
    )
  }

  /// `http://127.0.0.1:8000`, `http://[::1]:8000`.
  package var addresses: [String] { server.boundAddresses }

  /// The port that all addresses share.
  package var port: UInt16 { server.port }

  /// The name of the open room, as shown to people; nil without a room.
  package var roomName: String? { room?.name }

  /// The link to join the room from another machine: `http://192.168.1.5:8000/join?code=…`; nil without a room.
  package var joinLink: String? { room?.joinLink }

  /// The token that the room's presenter signs in with; nil without a room.
  package var presenterToken: String? { room.map { configuration.adminToken ?? $0.token } }

  /// Sets the addresses by which other machines reach this server, once its port is known.
  package func announce(origins: [String]) { room?.announce(origins: origins) }

  /// An address to try first, preferably without parameters: that of one of the user's own scenarios, else of `counter`, else of any other.
  package var exampleAddress: String? {
    let snapshot = catalog.snapshot
    let playable = snapshot.entries.filter { $0.scenario != nil }
    let own = configuration.shippedScenarios == nil ? [] : playable.filter { !$0.isShipped }
    let entries = own + [snapshot["counter"]].compactMap(\.self) + playable
    let plain = entries.compactMap(\.address).first { $0.parameters.isEmpty }
    return plain?.description ?? entries.lazy.compactMap(\.play).first
  }

  package var scenarioCount: Int { catalog.snapshot.entries.count { $0.isPlayable && $0.scenario != nil } }

  /// The number of scenarios that came with the program.
  package var shippedCount: Int { catalog.snapshot.entries.count(where: \.isShipped) }

  /// Reads the saved scenarios and the room's participants, then starts the server and follows changes of scenarios.
  ///
  /// - Throws: `ServerError` if the participants cannot be read, or the server cannot start.
  package func start() async throws(ServerError) {
    await saved.refresh()
    do { try await room?.load() } catch {
      throw ServerError("The participants of the room cannot be read: \(error).")
    }
    try server.start()
    watcher.start()
    following.withLock { $0 = Task { [saved] in await saved.follow() } }
  }

  /// Accepts no more connections and begins to end streams; returns immediately.
  package func beginStop() { server.beginShutdown(grace: Self.grace) }

  /// Accepts no more connections, ends streams after their current event, and returns when everything is closed.
  package func stop() async {
    watcher.stop()
    following.withLock { $0?.cancel() }
    await server.shutdown(grace: Self.grace)
    await saved.close()
  }
}
