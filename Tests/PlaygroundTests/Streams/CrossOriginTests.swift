import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct CrossOriginTests {
  private let crossOrigin = CrossOrigin(allowedOrigins: ["http://localhost:3000"])

  private func fields(_ origin: String?) -> HTTPFields {
    var sent = HTTPFields()
    sent[.origin] = origin
    var fields = HTTPFields()
    fields.allowReading(crossOrigin.fields(for: Request(target: "/play/x", headerFields: sent)))
    return fields
  }

  @Test func `allows an origin of the list, exactly`() {
    #expect(fields("http://localhost:3000")[.accessControlAllowOrigin] == "http://localhost:3000")
    #expect(fields("http://localhost:3000")[.accessControlExposeHeaders]?.contains("Playground-Seed") == true)
    #expect(fields("http://localhost:30000")[.accessControlAllowOrigin] == nil)
    #expect(fields("https://localhost:3000")[.accessControlAllowOrigin] == nil)
    #expect(fields(nil)[.accessControlAllowOrigin] == nil)
  }

  @Test func `adds to Vary, and names what a page may read`() {
    var fields: HTTPFields = [.vary: "Accept", .known("X-Trace"): "7", .contentType: "text/plain"]
    fields.allowReading([.vary: "Origin, accept", .accessControlAllowOrigin: "*"])
    #expect(fields[.vary] == "Accept, Origin")
    #expect(fields[.accessControlExposeHeaders]?.hasSuffix(", X-Trace") == true)
    var said: HTTPFields = [.vary: "*", .accessControlExposeHeaders: "X-Other"]
    said.allowReading([.vary: "Origin", .accessControlAllowOrigin: "*"])
    #expect(said[.vary] == "*")
    #expect(said[.accessControlExposeHeaders] == "X-Other")
  }

  @Test func `tells caches that the answer depends on the origin, whoever asks`() {
    #expect(fields(nil)[.vary] == "Origin")
    #expect(fields("http://evil.example")[.vary] == "Origin")
  }

  @Test func `answers a preflight with methods and the fields asked for`() {
    let result = crossOrigin.preflight(
      Request(
        method: .options, target: "/play/x",
        headerFields: [.origin: "http://localhost:3000", .accessControlRequestHeaders: "last-event-id, x-a"]),
      methods: [.get, .post])
    #expect(result.status == 204)
    #expect(result.headerFields[.accessControlAllowOrigin] == "http://localhost:3000")
    #expect(result.headerFields[.accessControlAllowMethods] == "GET, POST")
    #expect(result.headerFields[.accessControlAllowHeaders] == "last-event-id, x-a")
    let other = crossOrigin.preflight(
      Request(method: .options, target: "/play/x", headerFields: [.origin: "http://evil.example"]),
      methods: [.get])
    #expect(other.status == 204)
    #expect(other.headerFields[.accessControlAllowOrigin] == nil)
    #expect(other.headerFields[.allow] == "GET")
  }
}
