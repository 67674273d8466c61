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

      Each setting can be given as a flag, in the environment or in the file .env,
      and counts in this order. The name that it has in the environment and its
      default stand with each flag below. ADMIN_TOKEN is not a flag, since all who use
      the machine can read a command line: what one has to show to change anything, or to
      see what clients do, from beyond this machine.

      The first line on standard output is 'listening on' and the address; with
      --port 0 it tells the port. SIGTERM or SIGINT (Ctrl+C) ends all streams after
      their current event, within 10 s; a second one ends the process at once.
      """)

  @OptionGroup(title: "Settings") var options: ServeOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  func run() async throws {
    let settings = try readSettings(options.values.merging(limits.values) { first, _ in first })
    let signals = Signals()
    let output = LogOutput(linesPerSecond: settings.playground.server.limits.logLinesPerSecond)
    let log = Logger(label: "sse-playground") { _ in
      PlaygroundLogHandler(format: settings.logFormat, level: settings.logLevel, output: output)
    }
    warn(settings)
    let application: Application
    do {
      application = try Application(settings.playground, log: log)
      try await application.start()
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
    greet(application, settings)
    signals.atFirst { application.beginStop() }
    let signal = await signals.next()
    log.info("\(signal) came: ending streams; once more ends at once")
    await application.stop()
    log.info("stopped")
  }

  private func warn(_ settings: Settings) {
    if settings.playground.isLocal { return }
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

  private func extent(_ application: Application, _ settings: Settings) -> String {
    let (all, shipped) = (application.scenarioCount, application.shippedCount)
    if shipped == 0 { return "\(all) scenarios in \(settings.playground.scenarios)" }
    if shipped == all {
      return "\(all) scenarios came with it; 'sse-playground init' writes a folder of your own"
    }
    return "\(all - shipped) scenarios in \(settings.playground.scenarios), and \(shipped) that came with it"
  }

  private func greet(_ application: Application, _ settings: Settings) {
    guard let bound = application.addresses.first else { return }
    // What listens everywhere is not reached by that address.
    let first = bound.replacing("//0.0.0.0:", with: "//127.0.0.1:").replacing("//[::]:", with: "//[::1]:")
    var lines = [
      "listening on \(bound)", "", "  \(first)/          the playground",
      "  \(first)/clients/  clients to copy",
    ]
    if let example = application.exampleAddress { lines.append("  curl -N \(first)\(example)") }
    lines += ["", "\(extent(application, settings)); Ctrl+C stops"]
    Output.print(lines.joined(separator: "\n"))
  }
}
