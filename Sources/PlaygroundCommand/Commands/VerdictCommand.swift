import ArgumentParser
import Platform
import Playground
import TextForms

struct VerdictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Says what the clients of a session did right and wrong.",
    discussion: """
      A session is named in the address that the client asks for; the server notes what
      it sends, when the client comes back, and with which Last-Event-ID:

        http://localhost:8000/reconnect?session=test-1

        sse-playground verdict test-1                      what is known now
        sse-playground verdict test-1 --wait 30s           once it is decided, or after 30 s
        sse-playground verdict test-1 --junit report.xml   for a test report, too
        sse-playground verdict test-1 --json | jq .line    for programs

      A scenario may say what it expects of its client: see 'expect' in the format's
      reference. Without it, only what must be the client's mistake is a fault.

      Exit status: 0 fine, 1 a fault, 2 undecided, 3 the server does not answer, 64 if the
      command line is wrong.
      """)

  @Argument(help: "The session: 1 to 64 letters, digits, '-' or '_'.")
  var key: String

  @OptionGroup var server: ServerOptions

  @Option(help: ArgumentHelp("How long to wait until it is decided, up to 5m.", valueName: "duration"))
  var wait = "0s"

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: ArgumentHelp("Write a JUnit report, too.", valueName: "file"))
  var junit: String?

  @Flag(help: "Treat warnings as faults.")
  var strict = false

  func run() async throws {
    guard let limit = Duration(setting: wait), (.zero ... .seconds(300)).contains(limit) else {
      throw ValidationError("--wait must be a duration up to 5m, such as 30s or 500ms")
    }
    guard SessionKey.isOne(key) else {
      throw ValidationError("a session is 1 to 64 letters, digits, '-' or '_'")
    }
    let path = "/api/sessions/\(key)/verdict"
    // Only the first request waits, so that the JUnit report describes the same moment.
    let answer = try ask(
      "\(path)?wait=\(wait)", json ? "application/json" : "text/plain",
      limit: Int(limit.components.seconds) + 10)
    Output.write(answer.body.last == 0x0A ? answer.body : answer.body + [0x0A])
    if let junit {
      let report = try ask(path, "application/xml", limit: 10)
      guard Self.save(report.body, junit) else {
        Output.complain("'\(junit.escapedForLog)' cannot be written: \(errorText(errno))")
        throw ExitCode(3)
      }
    }
    switch answer.fields["playground-verdict"] {
    case "fine": break
    case "warning": if strict { throw ExitCode(1) }
    case "fault": throw ExitCode(1)
    default: throw ExitCode(2)
    }
  }

  private func ask(_ path: String, _ type: String, limit: Int) throws -> Curl.Response {
    var curl = try server.curl(path)
    curl.limit = limit
    let answer: Curl.Response
    do throws(Failure) {
      answer = try curl.get(accept: type)
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
    Output.complain("the server answers \(answer.status): \(answer.detail)")
    throw ExitCode(3)
  }

  private static func save(_ bytes: [UInt8], _ path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let count = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    return fclose(file) == 0 && count == bytes.count
  }
}
