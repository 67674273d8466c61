import Testing

@testable import Scenarios

struct ReadsTests {
  @Test(
    arguments: [
      ("steps: [data: x]", []), ("steps: [data: '${counter} ${random()} ${seed}']", .seed),
      ("steps: [data: '${now}']", .clock), ("steps: [data: '${body.a}']", .body),
      ("steps: [data: '${bodyText.length}']", .bodyText),
      ("steps: [data: '${query.a ?? headers.b}']", [.query, .headers]), ("steps: [data: '${query}']", .query),
      ("path: '/x/{a}'\nsteps: [data: '${params.a}']", .params),
      ("response: { headers: { x: '${session}' } }\nsteps: [data: x]", .session),
      ("vars: { a: '${attempt}' }\nsteps: [data: x]", .attempt),
      ("attempts: [{ text: '${lastEventId}' }]\nsteps: [data: x]", .lastEventId),
      (
        "request: { bearer: '${path}' }\nsteps: [if: '${method == remoteAddress}', then: []]",
        [.path, .method, .remoteAddress]
      ),
      ("write: { pace: '${query.pace}' }\nsteps: [data: x]", .query),
      ("steps: [{ repeat: '${Number(query.n)}', data: '${body}' }]", [.query, .body]),
      ("fragments: { f: [data: '${session}'] }\nsteps: [use: f]", .session),
    ] as [(String, Reads)])
  func `a scenario knows which parts of a request its expressions read`(_ text: String, _ reads: Reads) throws
  {
    let scenario = try load(
      text.replacing("steps: [if", with: "steps:\n  - {if").replacing("then: []]", with: "then: []}"))
    #expect(scenario.reads == reads)
  }

  @Test
  func `of a body only what is read is kept, once for all copies`() throws {
    let bytes = Array(#"{"text":"\#(String(repeating: "x", count: 10_000))"}"#.utf8)
    #expect(try load("steps: [data: x]").read(bytes).weight == 0)
    #expect(try load("steps: [data: '${bodyText}']").read(bytes).weight == bytes.count)
    let scenario = try load("steps: [data: '${body.text.length}']")
    let body = scenario.read(bytes)
    #expect((10_000..<10_300).contains(body.weight))
    var request = PlanRequest(seed: 1)
    request.body = body
    #expect(Playing.text(scenario, request).contains("data: 10000\n"))
    let plan = scenario.plan(for: request)
    #expect(plan.run.evaluation.request.body.weight == body.weight)
    #expect(plan.run.evaluation.spent >= bytes.count / 64)
  }

  @Test
  func `a body that is no JSON is null, however it is read`() throws {
    let scenario = try load("open: off\nheartbeat: off\nsteps: [data: '${body} ${bodyText}']")
    #expect(Playing.text(scenario, PlanRequest(body: Array("{no".utf8))) == "data: null {no\n\n")
    #expect(scenario.read([]).weight == 0)
  }
}
