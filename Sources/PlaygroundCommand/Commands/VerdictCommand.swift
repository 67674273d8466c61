import ArgumentParser
import Playground

import Platform

struct VerdictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Says what the clients of a session did right and wrong.",
    discussion: """
      A session is named in the address that the client asks for; the server notes what
      it sends, when the client comes back, and with which Last-Event-ID:

        http://localhost:8000/reconnect?session=test-1

        sse-playground verdict test-1                      what is known now
        sse-playground verdict test-1 --wait 30s           when it is decided, or then
        sse-playground verdict test-1 --junit report.xml   for a test report, too
        sse-playground verdict test-1 --json | jq .line    for programs

      A scenario may say what it expects of its client: see 'expect' in the format's
      reference. Without it, only what nothing but a mistake explains is a fault.

      Exit status: 0 fine, 1 a fault, 2 undecided, 3 the server does not answer, 64 if the
      command line is wrong.
      """)

  @Argument(help: "The session: 1 to 64 letters, digits, '-' or '_'.")
  var key: String

  @Option(help: ArgumentHelp("The server's address.", valueName: "URL"))
  var server = "http://127.0.0.1:8000"

  @Option(help: ArgumentHelp("How long to wait until it is decided, up to 5m.", valueName: "duration"))
  var wait = "0s"

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: ArgumentHelp("Write a JUnit report, too.", valueName: "file"))
  var junit: String?

  @Flag(help: "Take warnings for faults.")
  var strict = false

  func run() async throws {
    guard let limit = Duration(setting: wait), (.zero ... .seconds(300)).contains(limit) else {
      throw ValidationError("--wait must be a duration up to 5m, such as 30s or 500ms")
    }
    guard (1...64).contains(key.utf8.count), key.utf8.allSatisfy(Self.mayBeInKey) else {
      throw ValidationError("a session is 1 to 64 letters, digits, '-' or '_'")
    }
    guard let (host, port, prefix) = Self.address(server) else {
      throw ValidationError(
        "--server must be an address such as http://127.0.0.1:8000; for https, ask GET /api/sessions/\(key)/verdict with curl"
      )
    }
    func client(_ path: String) -> PlainHTTP {
      PlainHTTP(host: host, port: port, limit: limit + .seconds(10), path: path)
    }
    let path = "\(prefix)/api/sessions/\(key)/verdict"
    // Of all forms the same moment is wanted: once it is decided, the others are asked for at once.
    let answer = try ask(client("\(path)?wait=\(wait)"), json ? "application/json" : "text/plain")
    Output.write(answer.body.last == 0x0A ? answer.body : answer.body + [0x0A])
    if let junit {
      let report = try ask(client(path), "application/xml")
      guard Self.save(report.body, junit) else {
        Output.complain("'\(junit.escapedForLog)' cannot be written: \(String(cString: strerror(errno)))")
        throw ExitCode(3)
      }
    }
    switch answer.field("playground-verdict") {
    case "fine": break
    case "warning": if strict { throw ExitCode(1) }
    case "fault": throw ExitCode(1)
    default: throw ExitCode(2)
    }
  }

  private func ask(_ client: PlainHTTP, _ type: String) throws -> PlainHTTP.Response {
    var fields = [(name: "Accept", value: type)]
    if let token = try? readSettings([:], keys: ["ADMIN_TOKEN"]).playground.adminToken, !token.isEmpty {
      fields.append((name: "Authorization", value: "Bearer \(token)"))
    }
    let answer: PlainHTTP.Response
    do throws(PlainHTTP.Failure) {
      answer = try client.get(fields: fields)
    } catch {
      Output.complain("\(error.description). Does the server run there? --server says where.")
      throw ExitCode(3)
    }
    if answer.status == 200 { return answer }
    if answer.status == 404 {
      Output.complain(
        "there is no session '\(key)' yet: a client names it in its address, ?session=\(key). --wait waits for it."
      )
      throw ExitCode(2)
    }
    Output.complain(
      "the server answers \(answer.status): \(String(decoding: answer.body, as: UTF8.self).escapedForLog)")
    throw ExitCode(3)
  }

  private static func mayBeInKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// `http://localhost:8000/prefix`, `http://[::1]:8000`, `localhost:8000`
  static func address(_ text: String) -> (host: String, port: UInt16, prefix: String)? {
    var rest = text[...]
    if rest.hasPrefix("http://") { rest = rest.dropFirst(7) } else if rest.contains("://") { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    var prefix = rest[authority.endIndex...]
    while prefix.hasSuffix("/") { prefix.removeLast() }
    guard
      prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    else { return nil }
    var host = authority
    var port: UInt16 = 80
    let colon = authority.lastIndex(of: ":")
    if let colon, !authority[colon...].contains("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
      port = number
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    return (String(host), port, String(prefix))
  }

  private static func save(_ bytes: [UInt8], _ path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let count = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    return fclose(file) == 0 && count == bytes.count
  }
}
