import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct RouterTests {
  private struct Letters: RouteGroup {
    var routes: [Route] {
      [
        Route(.get, "/api/letters/{name}") { .result(.json(["name": .string($0["name"])])) },
        Route(.get, "/api/letters/first") { _ in .result(.json(["name": "the first"])) },
        Route(.put, "/api/letters/{name}", bodyLimit: 10) { _ in .result(.json([:])) },
      ]
    }
  }

  @Test(arguments: [
    ("/api/letters/@ann/b", "ann/b"), ("/api/letters/%40ann/b", "ann/b"),
    ("/api/letters/@ann/first", "ann/first"),
    ("/api/letters/@ann/b/tail", "ann/b tail"), ("/api/letters/b/tail", "b tail"),
    ("/api/letters/@ann/b/notes/@7", "ann/b @7"), ("/api/letters/b/notes/@7", "b @7"),
  ]) func `a scenario's name takes two segments where the first begins with @`(path: String, name: String)
    async
  {
    let router = Router(table: RouteTable([Owned()]), policy: AccessPolicy(), responders: [])
    guard case .found(let route, let parameters) = router.table.match(.get, Request.test(.get, path).segments)
    else {
      Issue.record("\(path) is unknown")
      return
    }
    #expect(route.pattern.match(Request.test(.get, path).segments) == parameters)
    #expect(
      await route.answer(Route.Call(request: .test(.get, path), parameters: parameters)).result?.text == name)
  }

  @Test(arguments: [
    "/api/letters/@ann", "/api/letters/@ann/b/c", "/api/letters/@ann/tail/", "/api/letters/b/c/d",
  ])
  func `what is neither a name nor one with its owner is unknown`(path: String) {
    let table = RouteTable([Owned()])
    switch table.match(.get, Request.test(.get, path).segments) {
    case .unknown: break
    case .found(_, let parameters): #expect(parameters == ["name": "ann/tail"])
    default: Issue.record("\(path) is known")
    }
  }

  private struct Owned: RouteGroup {
    private static func text(_ text: String) -> Answer {
      .result(HTTPResult(status: 200, body: .bytes(Array(text.utf8))))
    }

    var routes: [Route] {
      [
        Route(.get, "/api/letters/{name}") { Self.text($0["name"]) },
        Route(.get, "/api/letters/{name}/tail") { Self.text($0["name"] + " tail") },
        Route(.get, "/api/letters/{name}/notes/{id}") { Self.text($0["name"] + " " + $0["id"]) },
      ]
    }
  }

  private struct Greeter: Responder {
    func bodyLimit(for request: Request) -> Int? { request.path == "/hello" ? 5 : nil }
    func answer(_ request: Request) -> Answer? {
      request.path == "/hello" ? .result(.json(["say": "hello"])) : nil
    }
  }

  private let router = Router(
    table: RouteTable(
      [Letters()],
      access: AccessTable([
        .reads: ["GET /api/letters/{name}", "GET /api/letters/first"], .writes: ["PUT /api/letters/{name}"],
      ])), policy: AccessPolicy(), responders: [Greeter()])

  @Test func `answers the operation of the path and method with the path's parameters`() async {
    let result = await router.answer(.test(.get, "/api/letters/b")).result
    #expect(result?.status == 200)
    #expect(result?.text == #"{"name":"b"}"#)
  }

  @Test func `prefers a literal segment to a parameter`() async {
    #expect(await router.answer(.test(.get, "/api/letters/first")).result?.text == #"{"name":"the first"}"#)
  }

  @Test func `answers HEAD as GET`() async {
    #expect(await router.answer(.test(.head, "/api/letters/b")).result?.status == 200)
  }

  @Test func `answers 405 with what the address takes`() async {
    let result = await router.answer(.test(.delete, "/api/letters/b")).result
    #expect(result?.status == 405)
    #expect(result?.headerFields[.allow] == "GET, PUT, HEAD, OPTIONS")
    #expect(result?.headerFields[.contentType] == "application/problem+json")
    #expect(result?.text.contains("/api/letters/b takes GET, PUT, HEAD, OPTIONS, not DELETE.") == true)
  }

  @Test func `answers OPTIONS with what the address takes`() async {
    let result = await router.answer(.test(.options, "/api/letters/b")).result
    #expect(result?.status == 204)
    #expect(result?.headerFields[.allow] == "GET, PUT, HEAD, OPTIONS")
  }

  @Test func `answers OPTIONS for the server as a whole`() async {
    let result = await router.answer(.test(.options, "*")).result
    #expect(result?.status == 204)
    #expect(result?.headerFields[.allow] == "GET, HEAD, POST, PUT, DELETE, OPTIONS")
  }

  @Test func `asks the responders for other addresses and answers 404 for the rest`() async {
    #expect(await router.answer(.test(.get, "/hello")).result?.text == #"{"say":"hello"}"#)
    #expect(await router.answer(.test(.get, "/nowhere")).result?.status == 404)
    #expect(
      await router.answer(.test(.get, "/api/nothing")).result?.text.contains("docs/http-api.md") == true)
  }

  @Test func `takes bodies as long as the operation or responder says`() {
    func limit(_ request: Request) -> Int? {
      if case .body(let limit) = router.admit(request) { limit } else { nil }
    }
    #expect(limit(.test(.put, "/api/letters/b")) == 10)
    let fields: HTTPFields = [.contentLength: "1"]
    #expect(limit(.test(.post, "/hello", headerFields: fields, body: "1")) == 5)
    #expect(limit(.test(.post, "/hello")) == 0)
    #expect(limit(.test(.post, "/nowhere")) == 0)
  }

  @Test func `says what is wrong with the address or the method before it looks at a body`() {
    func refusal(_ request: Request) -> Int? {
      if case .refuse(let result) = router.admit(request) { result.status } else { nil }
    }
    let fields: HTTPFields = [.contentType: "application/json"]
    #expect(refusal(.test(.post, "/nowhere", headerFields: fields, body: "{}")) == 404)
    #expect(refusal(.test(.post, "/api/letters/b", headerFields: fields, body: "{}")) == 405)
    #expect(refusal(.test(.delete, "/api/letters/b", headerFields: fields, body: "{}")) == 405)
    #expect(refusal(.test(.put, "/api/letters/b", headerFields: fields, body: "{}")) == nil)
  }
}
