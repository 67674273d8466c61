import Logging
import MicroHTTP
import Scenarios

/// The whole playground: the catalog, the routes and the server that answers for them.
///
///     let application = try Application(configuration, log: log)
///     try application.start()
///     …
///     await application.stop()
public final class Application: Sendable {
  /// What streams may still take to end when the server stops.
  public static let grace = Duration.seconds(8)

  private let configuration: Configuration
  private let log: Logger
  private let catalog: Catalog
  private let server: HTTPServer
  private let watcher: FolderWatcher

  /// Loads the scenarios and binds the sockets.
  ///
  /// - Throws: if no address can be bound: the port is in use, say.
  public init(_ configuration: Configuration, log: Logger) throws(ServerError) {
    self.configuration = configuration
    self.log = log
    let pages = Pages(folder: configuration.pages)
    let catalog = Catalog(
      folder: ScenarioFolder(path: configuration.scenarios), sourceLimit: configuration.scenarioLimit,
      log: log,
      isPage: { pages.has($0) })
    let sessions = SessionRegistry()
    let player = ScenarioPlayer(
      catalog: catalog, sessions: sessions,
      crossOrigin: CrossOrigin(allowedOrigins: configuration.allowedOrigins),
      bodyLimit: configuration.bodyLimit, log: log)
    let groups: [any RouteGroup] = [
      HealthAPI(), ScenariosAPI(catalog: catalog), ValidateAPI(sourceLimit: configuration.scenarioLimit),
    ]
    let router = Router(
      table: RouteTable(groups),
      policy: WritePolicy(isLocal: configuration.isLocal, adminToken: configuration.adminToken),
      responders: [player, pages])
    self.catalog = catalog
    server = try HTTPServer(
      configuration: configuration.server, handler: router, requestLog: PlaygroundRequestLog(log), logger: log
    )
    watcher = FolderWatcher(root: configuration.scenarios) { catalog.reload($0) }
    catalog.reload()
  }

  /// `http://127.0.0.1:8000`, `http://[::1]:8000`.
  public var addresses: [String] { server.boundAddresses }

  /// An address to try first: that of a scenario with one of its own, if there is any.
  public var exampleAddress: String? {
    let entries = catalog.snapshot.entries.filter { $0.scenario != nil }
    let plain = entries.compactMap(\.address).first { $0.parameters.isEmpty }
    return plain?.description ?? entries.lazy.compactMap(\.play).first
  }

  public var scenarioCount: Int { catalog.snapshot.entries.count { $0.isPlayable && $0.scenario != nil } }

  /// Begins to serve and to follow the scenario files.
  public func start() throws(ServerError) {
    try server.start()
    watcher.start()
  }

  /// Accepts nothing more, ends streams after their current event, and returns when all is closed.
  public func stop() async {
    watcher.stop()
    await server.shutdown(grace: Self.grace)
  }
}
