import ArgumentParser
import Logging
import Platform
import Playground

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the scenarios and the pages.",
    discussion: """
      Examples:

        sse-playground
        sse-playground serve --port 9000 --scenarios my-scenarios
        PORT=9000 LOG_FORMAT=json sse-playground
        sse-playground serve --room 'Web course'

      Each setting can be given as a flag, in the environment or in the file .env; the
      first of these that has it counts. Each flag below is followed by the setting's name
      in the environment and its default. ADMIN_TOKEN is not a flag, because everyone on
      the machine can read a command line: it is the token needed to change anything, or
      to see what clients do, from another machine.

      --room opens the server to the network, for a class: it prints the link by which
      participants join, with a QR code, and the presenter's own address. Names and work
      stay in DATA for the next --room; 'sse-playground room forget' removes them.

      The first line on standard output is 'listening on' and the address; with
      --port 0 it tells the port. SIGTERM or SIGINT (Ctrl+C) ends all streams after
      their current event, within 10 s; a second one ends the process at once.
      """)

  @OptionGroup(title: "Settings") var options: ServeOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  @Flag(
    name: .customLong("new"),
    help: "With --room: everybody joins anew, by a new link. Names, work and the presenter's token stay.")
  var isNew = false

  func run() async throws {
    var settings = try Settings.read(options.values.merging(limits.values) { first, _ in first })
    let network = try prepareRoom(&settings)
    // Container engines without root pass the clients of a published port on from loopback, so a loopback peer proves nothing then.
    settings.playground.server.knowsLocal = settings.playground.isLocal || !ProcessFiles.isInContainer
    let signals = Signals()
    let output = LogOutput(linesPerSecond: settings.playground.server.limits.logLinesPerSecond)
    let log = Logger(label: "sse-playground") { _ in
      PlaygroundLogHandler(format: settings.logFormat, level: settings.logLevel, output: output)
    }
    warn(settings, network)
    let application: Application
    do {
      application = try Application(settings.playground, log: log)
      if let network { application.announce(origins: network.origins(port: application.port)) }
      try await application.start()
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
    greet(application, settings, network)
    signals.atFirst { application.beginStop() }
    let signal = await signals.next()
    log.notice("\(signal) came: ending streams; once more ends at once")
    await application.stop()
    log.notice("stopped")
  }

  /// Adds the names that participants reach the server by to the allowed hosts; nil without a room.
  private func prepareRoom(_ settings: inout Settings) throws -> RoomNetwork? {
    guard settings.playground.room != nil else {
      if isNew { throw ValidationError("--new is about a room: say --room, too") }
      return nil
    }
    settings.playground.room?.isNew = isNew
    let server = settings.playground.server
    let network = RoomNetwork(listening: server.hosts, allowed: server.allowedHosts)
    settings.playground.server.allowedHosts = network.names
    return network
  }

  private func warn(_ settings: Settings, _ network: RoomNetwork?) {
    if settings.playground.isLocal { return }
    if let network { return warn(of: network) }
    let hosts = settings.playground.server.hosts.joined(separator: ", ")
    let reach =
      ProcessFiles.isInContainer
      ? "in a container: whoever reaches the published port can read the streams; '-p 127.0.0.1:8000:8000' keeps it to this machine."
      : "everyone who can reach this machine can read the streams."
    Output.warn(
      "HOST is \(hosts)\(ProcessFiles.isInContainer ? "," : ":") \(reach) ALLOWED_HOSTS names what it may be called."
        + (settings.playground.adminToken == nil
          ? " Without ADMIN_TOKEN nothing can be saved from there." : " Saving from there needs ADMIN_TOKEN.")
    )
  }

  private func warn(of network: RoomNetwork) {
    guard ProcessFiles.isInContainer, !network.isNamed else { return }
    Output.warn(
      "in a container: the addresses below are the container's own. ALLOWED_HOSTS with the machine's name or address puts that into the link."
    )
  }

  private func extent(_ application: Application, _ settings: Settings) -> String {
    let (all, shipped) = (application.scenarioCount, application.shippedCount)
    if shipped == 0 { return "\(all) scenarios in \(settings.playground.scenarios)" }
    if shipped == all {
      return "\(all) scenarios came with it; 'sse-playground init' writes a folder of your own"
    }
    return "\(all - shipped) scenarios in \(settings.playground.scenarios), and \(shipped) that came with it"
  }

  private func greet(_ application: Application, _ settings: Settings, _ network: RoomNetwork?) {
    guard let bound = application.addresses.first else { return }
    // The wildcard addresses cannot be connected to; a URL needs loopback in their place.
    let first = bound.replacing("//0.0.0.0:", with: "//127.0.0.1:").replacing("//[::]:", with: "//[::1]:")
    var lines = ["listening on \(bound)"]
    if let network, let name = application.roomName, let link = application.joinLink {
      let greeting = RoomGreeting(
        name: name, origins: network.origins(port: application.port), joinLink: link, local: first,
        token: settings.playground.adminToken == nil ? application.presenterToken : nil,
        hasCode: Output.isTerminal, isReachable: !network.hosts.isEmpty)
      lines += greeting.lines
      lines += ["", extent(application, settings), RoomGreeting.end]
    } else {
      lines += [
        "", "  \(first)/          the playground", "  \(first)/clients/  clients to copy",
      ]
      if let example = application.exampleAddress { lines.append("  curl -N \(first)\(example)") }
      lines += ["", "\(extent(application, settings)); Ctrl+C stops"]
    }
    Output.print(lines.joined(separator: "\n"))
  }
}
