import Testing

@testable import Scenarios

struct ClientCallTests {
  @Test func `a request is made as the scenario says that it is called`() throws {
    let scenario = try load(
      """
      path: /v1/{model}:run/{x}
      client:
        headers: { X-Key: a b }
        body: { n: 1.50, list: [a, null, true] }
        params: { model: "a/b c" }
        query: { q: "ä&=", r: "1" }
        close: done
        text: choices[0].delta.content
      steps: [{ data: "${method} ${target} ${params.model} ${params.x} ${query.q} ${headers['x-key']} ${body.n} ${headers['content-type']}" }]
      """)
    let client = try #require(scenario.client)
    #expect(client.method == "POST")
    #expect(client.close == ["done"])
    #expect(client.text?.description == "choices[0].delta.content")
    #expect(client.body == #"{"n":1.50,"list":["a",null,true]}"#)
    let request = scenario.request(query: [(name: "r", value: "2")])
    #expect(request.path == "/v1/a%2Fb%20c:run/x")
    #expect(scenario.path?.match(request.path) == ["model": "a/b c", "x": "x"])
    #expect(
      Playing.text(scenario, request).contains(
        "data: POST /v1/a%2Fb%20c:run/x?q=%C3%A4%26%3D&r=2 a/b c x ä&= a b 1.5"))
  }

  @Test func `without the key it is called with GET, each parameter being its own name`() throws {
    let request = try load("path: /a/{x}\nsteps: [{ data: x }]").request()
    #expect(request.method == "GET")
    #expect(request.path == "/a/x")
    #expect(request.target == "/a/x")
  }

  @Test(arguments: [
    ("{ method: GET, body: x }", "a request with GET has no body"),
    ("{ params: { y: 1 } }", "the path has no parameter 'y'"),
    ("{ method: DELETE }", "does not answer DELETE"),
    ("{ text: 'a..b' }", "a place in an event's JSON"), ("{ text: '[x]' }", "a place in an event's JSON"),
    ("{ headers: { 'a b': c } }", "is not the name of a header field"),
    ("{ headers: { a: \"b\\r\\nc: d\" } }", "has a line end in it"),
    ("{ body: '${x}' }", "is not evaluated here"),
    ("{ body: { a: 0x1F } }", "JSON cannot write the number"),
    ("{ close: [\(String(repeating: "a, ", count: 21))] }", "at most 20"),
    ("{ close: [[a]] }", "must be text"),
    ("{ body: '\(String(repeating: "a", count: 65_537))' }", "at most 65536 bytes"),
  ])
  func `what makes no sense is said`(client: String, message: String) {
    #expect(mistakes(in: "path: /a/{x}\nclient: \(client)\nsteps: [{ data: x }]").contains(message))
  }

  @Test(arguments: ShippedScenarios.names)
  func `every shipped scenario that is not a plain GET says how it is called`(name: String) throws {
    let scenario = try ShippedScenarios.load(name)
    let rules = scenario.settings.request
    let needs =
      !scenario.reads.isDisjoint(with: [.body, .bodyText]) || !scenario.methods.contains("GET")
      || rules?.headers.isEmpty == false || rules?.query.isEmpty == false || rules?.cookies.isEmpty == false
      || rules?.bearer != nil
    #expect(!needs || scenario.client != nil)
    guard scenario.client != nil else { return }
    // As it is called, it is not refused.
    for case .respond(let response) in Playing.steps(scenario, scenario.request(), limit: 3).map(\.action) {
      #expect(response.status < 400)
    }
  }
}
