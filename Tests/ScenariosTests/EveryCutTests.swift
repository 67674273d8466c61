import Testing

@testable import Scenarios

/// A reader that is cut after any byte of any shipped scenario, and comes back.
struct EveryCutTests {
  /// Scenarios of which that is not true, because of what they are there to show.
  static let exceptions = [
    "bogus-retry-broken": saysConnection, "bogus-retry-fixed": saysConnection,
    "clean-end-fixed": refusesWhoComesBack, "duplicate-broken": resumesOtherwise,
    "error-page-fixed": refusesWhoComesBack, "gap-broken": resumesOtherwise,
    "login-page-broken": refusesWhoComesBack, "login-page-fixed": resumesOtherwise,
    "malformed": "several events share one ID, and the first counts",
    "missing-terminator-fixed": refusesWhoComesBack, "random-faults": saysConnection,
    "resume-broken": "there are no IDs, and only the first connection is cut off",
    "strict-mode-broken": saysConnection, "strict-mode-fixed": saysConnection,
    "thundering-herd-broken": saysConnection, "thundering-herd-fixed": saysConnection,
    "token-expiry-broken": refusesWhoComesBack, "token-expiry-fixed": saysConnection,
    "too-old-broken": resumesOtherwise, "too-old-fixed": resumesOtherwise,
    "unavailable-twice": saysConnection, "zero-retry-broken": saysConnection,
    "zero-retry-fixed": saysConnection,
  ]
  static let saysConnection = "its events say which connection they come on"
  static let refusesWhoComesBack = "'attempts' refuses who comes back"
  static let resumesOtherwise = "'resume' says otherwise"

  /// Events after which an endless scenario is left.
  static let enough = 150

  /// Requests of scenarios that stream only to who asks for it.
  static func request(for name: String) -> PlanRequest {
    var request = PlanRequest(parameters: ["agent_id": "agent-7"], seed: 1)
    switch name {
    case "mcp":
      request.method = "POST"
      request.body = RequestBody(
        Array(
          #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count","arguments":{"to":9},"_meta":{"progressToken":"p"}}}"#
            .utf8))
    case "gemini":
      request.method = "POST"
      request.parameters = ["model": "gemini-test", "action": "streamGenerateContent"]
      request.query = [(name: "alt", value: "sse"), (name: "seed", value: "1")]
      request.body = RequestBody(Array(#"{"contents":[{"parts":[{"text":"Hello"}]}]}"#.utf8))
    default: break
    }
    return request
  }

  /// What is wrong with the first cut that is not mended by coming back; nil if every one is.
  static func flaw(of name: String) throws -> String? {
    let scenario = try ShippedScenarios.load(name)
    var uncut = ReturningReader(scenario, request(for: name), enough: enough)
    uncut.read()
    for (position, offset) in uncut.positions {
      var reader = ReturningReader(uncut, cutAt: position)
      reader.read()
      let expected = uncut.events.dropFirst(position.countAtID)
      let isSame =
        reader.isLeft || uncut.isLeft
        ? !zip(reader.events, expected).contains { $0 != $1 } && (reader.events.isEmpty == expected.isEmpty)
        : reader.events.elementsEqual(expected)
      if isSame { continue }
      let place = zip(reader.events, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      let got = place.map { "\(reader.events[$0])" } ?? "\(reader.events.count) events"
      let wanted = place.map { "\(uncut.events[position.countAtID + $0])" } ?? "\(expected.count)"
      return
        "cut after \(offset) bytes, \(position.eventCount) events, the last ID '\(position.lastEventID)': got \(got), not \(wanted)"
    }
    return nil
  }

  @Test(arguments: ShippedScenarios.names.filter { exceptions[$0] == nil })
  func `a reader that is cut anywhere and comes back receives what an uncut one would have`(name: String)
    throws
  {
    let flaw = try Self.flaw(of: name)
    #expect(flaw == nil)
  }

  @Test(arguments: exceptions.keys.sorted())
  func `what is excepted is so for its reason`(name: String) throws {
    #expect(try Self.flaw(of: name) != nil)
    let text = try ShippedScenarios.text(name)
    let scenario = try ShippedScenarios.load(name)
    switch Self.exceptions[name] {
    case Self.saysConnection: #expect(text.contains("${attempt"))
    case Self.refusesWhoComesBack: #expect(!scenario.settings.attempts.isEmpty)
    case Self.resumesOtherwise:
      if case .goOn = scenario.settings.resume { Issue.record("It resumes as others do") }
    default: break
    }
  }

  @Test func `nearly all that ships gives something to be cut`() throws {
    let silent = try ShippedScenarios.names.filter { name in
      var reader = ReturningReader(
        try ShippedScenarios.load(name), Self.request(for: name), enough: 1)
      reader.read()
      return reader.events.isEmpty
    }
    // The list of models is a plain answer, Ollama's lines are no event stream, and MCP's messages are answered on another one.
    #expect(
      silent == ["missing-blank-line-broken", "mcp-first-messages", "ollama-chat", "openai-models"])
  }
}
