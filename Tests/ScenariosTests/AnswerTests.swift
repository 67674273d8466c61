import Testing

@testable import Scenarios

struct AnswerTests {
  private func head(_ text: String, attempt: Int = 1, lastEventID: String? = nil) throws -> ResponseHead? {
    let request = PlanRequest(
      headers: [(name: "origin", value: "http://a.test")], lastEventID: lastEventID, attempt: attempt, seed: 1
    )
    for case .head(let head) in Playing.steps(try load(text), request, limit: 5).map(\.action) { return head }
    return nil
  }

  private func answer(_ text: String, attempt: Int = 1, method: String = "GET") throws -> PlainResponse? {
    let request = PlanRequest(method: method, attempt: attempt, seed: 1)
    for case .respond(let answer) in Playing.steps(try load(text), request, limit: 5).map(\.action) {
      return answer
    }
    return nil
  }

  @Test func `an attempt's steps are played from their beginning, and searched for nothing`() throws {
    let text = """
      retry: 1s
      attempts: [{ steps: [{ id: 1, data: other }, { id: 2, data: more }] }]
      resume: forget
      steps: [{ id: 1, data: own }, { id: 2, data: second }]
      """
    let scenario = try load(text)
    let first = PlanRequest(lastEventID: "1", attempt: 1, seed: 1)
    #expect(Playing.text(scenario, first) == "retry: 1000\nid: 1\ndata: other\n\nid: 2\ndata: more\n\n")
    let restarted = try head(text, lastEventID: "1")?.headers.first { $0.name == "playground-resume" }
    #expect(restarted?.value == "restarted")
    #expect(mistakes(in: text).contains("these steps give ids, as the scenario's own do"))
    let continued = try load(text.replacing("resume: forget\n", with: ""))
    let second = PlanRequest(lastEventID: "1", attempt: 2, seed: 1)
    #expect(Playing.text(continued, second) == "retry: 1000\nid: 2\ndata: second\n\n")
  }

  @Test func `an attempt's steps set variables, as the scenario's do`() throws {
    let text = """
      vars: { word: hello }
      attempts: [{ steps: [{ set: { word: bye, other: 2 } }, { data: '${word} ${other}' }] }]
      steps: [{ data: '${word} ${other ?? 0}' }]
      """
    let scenario = try load(text)
    #expect(Playing.text(scenario, PlanRequest(attempt: 1, seed: 1)) == "data: bye 2\n\n")
    #expect(Playing.text(scenario, PlanRequest(attempt: 2, seed: 1)) == "data: hello 0\n\n")
    let awaiting = "attempts: [{ steps: [{ await: g, as: v }, { data: '${v}' }] }]\nsteps: [{ data: x }]"
    #expect(mistakes(in: awaiting).isEmpty)
  }

  @Test func `the scenario's own steps end where those of attempts begin`() throws {
    let text =
      "attempts: [{ steps: [{ raw: other }] }]\nopen: off\nsteps: [{ data: own }, { if: \"${true}\", then: [] }]"
    #expect(Playing.text(try load(text), PlanRequest(attempt: 2, seed: 1)) == "data: own\n\n")
    #expect(Playing.text(try load(text), PlanRequest(attempt: 1, seed: 1)) == "other")
    // Exact bytes in an attempt say nothing of the scenario's own heartbeats.
    #expect(try load(text).settings.heartbeat != nil)
  }

  @Test func `an attempt's steps may answer, and have the right length`() throws {
    let text = "attempts: [{ steps: [{ respond: { status: 418 } }] }]\nsteps: [{ data: x }]"
    #expect(try answer(text)?.status == 418)
    let framed =
      "attempts: [{ framing: length, steps: [{ data: x }] }]\nsteps: [{ repeat: forever, every: 1s, data: y }]"
    #expect(try head(framed)?.framing == .length(9))
  }

  @Test func `the answer before a reset closes its connection`() throws {
    let text =
      "attempts: [{ status: 503 }, { reset: on, times: 2 }, fine]\nrequest: { methods: [GET] }\nsteps: [{ data: x }]"
    func closes(_ answer: PlainResponse?) -> Bool {
      answer?.headers.contains { $0 == ("connection", "close") } == true
    }
    #expect(closes(try answer(text)))
    #expect(closes(try answer(text, method: "POST")))
    #expect(closes(try answer(text, method: "OPTIONS")))
    #expect(try head(text, attempt: 4)?.headers.contains { $0.name == "connection" } == false)
  }

  @Test(arguments: [
    ("attempts: [{ reset: on, status: 503 }]", "'status' has no effect beside 'reset'"),
    ("response: { reset: on, framing: close }", "'framing' has no effect beside 'reset'"),
    ("attempts: [{ status: 204, end: truncate }]", "'end' has no effect"),
    ("attempts: [{ status: 304, framing: chunked }]", "'framing' has no effect"),
    ("attempts: [{ end: truncate }]", "'end' has no effect: this connection plays the scenario's steps"),
    ("attempts: [{ steps: [{ data: y }], end: reset }]", "'end' has no effect beside 'steps'"),
    ("attempts: [{ steps: [{ data: y }], text: z }]", "'steps' are the body"),
    ("attempts: [{ steps: [{ data: y }], redirect: /z }]", "'steps' are the body"),
    ("attempts: [{ status: 204, steps: [{ data: y }] }]", "has no body"),
    ("attempts: [{ hex: ff, text: z }]", "a response has one body"),
    ("attempts: [{ hex: f }]", "pairs of hexadecimal digits"),
    ("attempts: [{ bytes: [256] }]", "a whole number from 0 to 255"),
    (
      "attempts: [{ framing: length, steps: [{ repeat: forever, every: 1s, data: y }] }]",
      "needs a scenario of at most"
    ),
    ("timeline: shared\nattempts: [{ steps: [{ data: y }] }]", "one client's own"),
    ("response: { status: 99 }", "a whole number from 200 to 599"),
    ("response: { status: '${99}' }", "a whole number from 200 to 599"),
    ("response: { headers: { X-Content-Type-Options: null } }", "cannot be left out"),
    ("response: { headers: { Content-Type: [a/b, c/d] } }", "has one value"),
    ("response: { headers: { X-A: { b: c } } }", "must be text"),
    ("response: { headers: { Date: [a, b] } }", "has one value"),
    ("request: { mismatch: { delay: 1s } }", "does not belong in mismatch"),
  ])
  func `what would have no effect is reported`(top: String, message: String) {
    #expect(mistakes(in: top + "\nsteps: [{ data: x }]").contains(message))
  }

  @Test func `a status that is worked out is one, or the request fails with a sentence`() throws {
    let text = "response: { status: '${query.s}' }\nsteps: [{ data: x }]"
    func status(_ value: String) throws -> PlainResponse? {
      let request = PlanRequest(query: [(name: "s", value: value)], seed: 1)
      for case .respond(let answer) in Playing.steps(try load(text), request, limit: 3).map(\.action) {
        return answer
      }
      return nil
    }
    for value in ["99", "600", "x", "", "1e400", "-9223372036854775808"] {
      let answer = try status(value)
      #expect(answer?.status == 500)
      #expect(answer.map { String(decoding: $0.body, as: UTF8.self).contains("from 200 to 599") } == true)
    }
    #expect(try status("204")?.status == 204)
  }

  @Test func `what an attempt says of a field goes before what the response says, whatever the case`() throws
  {
    let text = """
      response: { contentType: text/html, headers: { X-A: "1", X-B: "2", X-C: null } }
      attempts: [{ headers: { x-a: "3", X-B: null, Content-Type: text/plain, X-C: "4" } }]
      steps: [{ data: x }]
      """
    let head = try #require(try head(text))
    #expect(
      head.headers.map { "\($0.name): \($0.value)" } == ["x-a: 3", "Content-Type: text/plain", "X-C: 4"])
    #expect(head.omitted == ["x-b"])
  }

  @Test
  func `a page's origin may be named without cookies, and a field of the scenario replaces that of cors`()
    throws
  {
    let named = try #require(try head("cors: { nameOrigin: on }\nsteps: [{ data: x }]"))
    #expect(named.headers.map(\.name) == ["vary", "access-control-allow-origin"])
    #expect(named.headers.last?.value == "http://a.test")
    let own = try head(
      "cors: any\nresponse: { headers: { Access-Control-Allow-Origin: 'null' } }\nsteps: [{ data: x }]")
    #expect(
      own?.headers.filter { $0.name.lowercased() == "access-control-allow-origin" }.map(\.value) == ["null"])
  }

  @Test func `a refused query is told the value that it was compared with`() throws {
    let scenario = try load("request: { query: { t: '${int(1, 1000)}' } }\nsteps: [{ data: x }]")
    func first(_ value: String) -> Playing.Action? {
      Playing.steps(scenario, PlanRequest(query: [(name: "t", value: value)], seed: 1)).first?.action
    }
    guard case .respond(let refusal)? = first("0") else {
      Issue.record("0 was accepted")
      return
    }
    let sentence = String(decoding: refusal.body, as: UTF8.self)
    let wanted = try #require(sentence.firstMatch(of: /to be '(\d+)'/)).output.1
    guard case .head? = first(String(wanted)) else {
      Issue.record("\(sentence)")
      return
    }
  }
}
