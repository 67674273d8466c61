import ArgumentParser
import Playground

/// The streams that a command acts on, and their server.
struct LiveOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The streams of one session (?session=).", valueName: "key"))
  var session: String?

  @Option(help: ArgumentHelp("One stream, by its Playground-Stream.", valueName: "id"))
  var stream: String?

  @Option(help: ArgumentHelp("All streams of a scenario.", valueName: "name"))
  var scenario: String?

  @Option(help: ArgumentHelp("The shared timeline of a scenario, for all who follow it.", valueName: "name"))
  var timeline: String?

  @Flag(help: "All streams that are open.")
  var all = false

  @OptionGroup var server: ServerOptions

  func validate() throws {
    let named = [session, stream, scenario, timeline, all ? "" : nil].compactMap(\.self)
    guard named.count == 1 else {
      throw ValidationError(
        "say whose streams are meant by one of --session, --stream, --scenario, --timeline and --all")
    }
  }

  private var target: (name: String, value: String) {
    if let session { return ("session", session) }
    if let stream { return ("stream", stream) }
    if let scenario { return ("scenario", scenario) }
    if let timeline { return ("timeline", timeline) }
    return ("all", "true")
  }

  /// Sends a verb to the server and prints the response.
  ///
  /// - Throws: the reason, if the server refused the request or did not answer.
  func send(_ verb: LiveVerb, gate: String? = nil, body: [UInt8] = []) throws {
    let request = LiveRequest(verb, target: target, gate: gate, body: body)
    let answer = try server.curl(request.path).post(request.body)
    guard (200...299).contains(answer.status) else {
      throw Failure("the server answers \(answer.status): \(answer.detail)")
    }
    Output.print(String(decoding: answer.body, as: UTF8.self))
  }
}
