import ArgumentParser
import Playground

/// The running server that a command talks to.
struct ServerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The server's address, https too. [default: http://127.0.0.1 at PORT]", valueName: "url"))
  var server: String?

  func validate() throws {
    if let server, !server.hasPrefix("http://"), !server.hasPrefix("https://") {
      throw ValidationError("--server must be an address such as http://127.0.0.1:8000")
    }
  }

  /// Returns a `Curl` for a path of the server, query included, with the token of ADMIN_TOKEN.
  func curl(_ path: String) throws -> Curl {
    let settings = try Settings.read([:], keys: ["PORT", "ADMIN_TOKEN"]).playground
    var address = server ?? "http://127.0.0.1:\(settings.server.port)"
    while address.hasSuffix("/") { address.removeLast() }
    return Curl(url: address + path, token: settings.adminToken)
  }
}
