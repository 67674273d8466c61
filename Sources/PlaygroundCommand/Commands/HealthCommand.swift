import ArgumentParser
import Playground

struct HealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Asks a running server whether it serves.",
    discussion: """
      Examples:

        sse-playground health
        sse-playground health --port 9000 --timeout 1s

      Exit status: 0 if /healthz answers 200, else 1. It is what a container's health check runs.
      """)

  @Option(help: .setting("HOST", "addresses")) var host: String?
  @Option(help: .setting("PORT", "number")) var port: String?
  @Option(help: ArgumentHelp("How long it may take, up to 1m.", valueName: "duration"))
  var timeout = "5s"

  func run() async throws {
    guard let limit = Duration(setting: timeout), (.milliseconds(1) ... .seconds(60)).contains(limit) else {
      throw ValidationError("--timeout must be a duration up to 1m, such as 5s or 500ms")
    }
    let server = try Settings.read(["HOST": host, "PORT": port], keys: ["HOST", "PORT"]).playground.server
    guard server.port != 0 else {
      throw ValidationError("--port must be the port that the server listens on")
    }
    try HealthCheck(host: server.hosts.first ?? "127.0.0.1", port: server.port, limit: limit).run()
    Output.print("ok")
  }
}
