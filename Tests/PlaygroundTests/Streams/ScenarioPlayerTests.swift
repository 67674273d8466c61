import HTTPTypes
import Logging
import MicroHTTP
import Testing

@testable import Playground

@Suite struct ScenarioPlayerTests {
  private let folder: TemporaryFolder
  private let player: ScenarioPlayer

  init() throws {
    folder = try TemporaryFolder()
    let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let catalog = Catalog(folder: ScenarioFolder(path: folder.path), log: log)
    for (name, cors) in [
      ("own", "off"), ("named", "{ origins: ['https://app.test'] }"), ("preflight", "{ preflight: refuse }"),
      ("missing", "{ stream: missing }"), ("any", "any"),
    ] { try folder.write("\(name).yaml", "cors: \(cors)\nsteps: [{ data: x }]\n") }
    try folder.write("counter.yaml", ScenarioText.sending("x"))
    catalog.reload()
    let memory = StreamMemory()
    player = ScenarioPlayer(
      catalog: catalog, drafts: Drafts(), sessions: SessionRegistry(), timelines: Timelines(memory: memory),
      memory: memory, crossOrigin: CrossOrigin(allowedOrigins: ["http://localhost:3000"]),
      policy: AccessPolicy(),
      refusedOrigins: RefusedOrigins(allowed: ["http://localhost:3000"], log: log), bodyLimit: 1_000,
      events: EventCounter(), log: log)
  }

  @Test func `names like a misspelt one are looked for off the loop`() async throws {
    guard case .later(let work)? = player.answer(.test(.get, "/play/conter")) else {
      Issue.record("the answer is made on the loop")
      return
    }
    let result = await work()
    #expect(result.status == 404)
    #expect(
      result.text.contains(
        "No scenario is named 'conter'. Did you mean 'counter'? /api/scenarios lists them all."))
  }

  @Test(arguments: [
    ("own", "cors: off", "cors: { origins: ['http://localhost:4000'] }"),
    ("named", "cors: origins", "origins: ['https://app.test', 'http://localhost:4000']"),
    ("missing", "cors: stream", "stream: allow"),
  ])
  func `what a scenario's own rules refuse is told with the words that do`(
    _ name: String, _ key: String, _ remedy: String
  ) {
    let request = Request.test(
      .get, "/play/\(name)?token=s3cret", headerFields: [.origin: "http://localhost:4000"])
    _ = player.answer(request)
    let entry = player.refusedOrigins.latest.first
    #expect(entry?.origin == "http://localhost:4000")
    #expect(entry?.target == "/play/\(name)?token=***")
    #expect(
      entry?.advice
        == "the browser keeps the answer from a page of http://localhost:4000 (CORS), as '\(key)' of \(folder.path)/\(name).yaml says. To let it read, say there: \(remedy)"
    )
  }

  @Test func `what may be read is not told`() {
    for (name, origin) in [
      ("any", "http://localhost:4000"), ("named", "https://app.test"), ("counter", "http://localhost:3000"),
      ("own", "http://localhost:8000"), ("preflight", "http://localhost:4000"),
    ] {
      var request = Request.test(.get, "/play/\(name)", headerFields: [.origin: origin])
      request.arrival.authority = "localhost:8000"
      _ = player.answer(request)
      #expect(player.refusedOrigins.latest.isEmpty, "\(name) \(origin)")
    }
    _ = player.answer(.test(.options, "/play/preflight", headerFields: [.origin: "http://localhost:4000"]))
    #expect(player.refusedOrigins.latest.first?.advice.hasSuffix("say there: preflight: allow") == true)
  }

  @Test func `an origin that the server and a scenario refuse stands there once for each`() {
    for path in ["/play/counter", "/play/own", "/play/counter", "/play/own"] {
      _ = player.answer(.test(.get, path, headerFields: [.origin: "http://localhost:4000"]))
    }
    #expect(player.refusedOrigins.latest.map(\.count) == [2, 2])
    #expect(player.refusedOrigins.latest.last?.advice.contains("ALLOWED_ORIGINS=") == true)
    // What cannot stand in a command or a file is only named.
    _ = player.answer(.test(.get, "/play/own", headerFields: [.origin: "x'; rm -rf"]))
    #expect(player.refusedOrigins.latest.first?.advice.hasSuffix("say there: cors: any") == true)
  }
}
