import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct WritePolicyTests {
  private func status(
    _ fields: HTTPFields, body: String = "x", effect: Route.Effect = .writes,
    policy: WritePolicy = WritePolicy(isLocal: true)
  ) -> Int? {
    policy.refusal(of: .test(.put, "/api/x", headerFields: fields, body: body), effect: effect)?.status
  }

  @Test(arguments: [
    "application/yaml", "application/json", "application/json; charset=utf-8", "Application/YAML",
  ])
  func `takes YAML and JSON`(_ type: String) {
    #expect(status([.contentType: type]) == nil)
  }

  @Test(arguments: [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/html", "",
  ])
  func `refuses what a form of another site could send`(_ type: String) {
    #expect(status([.contentType: type]) == 415)
    #expect(status([.contentType: type], effect: .computes) == 415)
  }

  @Test func `takes a body only whole and as it is`() {
    let yaml = "application/yaml"
    #expect(status([.contentType: yaml, .contentEncoding: "gzip"]) == 415)
    #expect(status([.contentType: yaml, .contentEncoding: "Identity"]) == nil)
    #expect(status([.contentType: yaml, .contentRange: "bytes 0-3/10"]) == 400)
  }

  @Test func `needs no content type where there is no body`() {
    #expect(status([:], body: "") == nil)
  }

  @Test func `refuses pages of another origin`() {
    let json: HTTPFields = [.contentType: "application/json"]
    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
      var fields = json
      fields[name] = value
      return fields
    }
    #expect(status(with(.origin, "http://localhost:8000")) == nil)
    #expect(status(with(.origin, "https://localhost:8000")) == nil)
    #expect(status(with(.origin, "http://localhost:3000")) == 403)
    #expect(status(with(.origin, "null")) == 403)
    #expect(status(with(.known("Sec-Fetch-Site"), "same-origin")) == nil)
    #expect(status(with(.known("Sec-Fetch-Site"), "none")) == nil)
    #expect(status(with(.known("Sec-Fetch-Site"), "same-site")) == 403)
    #expect(status(with(.known("Sec-Fetch-Site"), "cross-site"), effect: .computes) == 403)
  }

  @Test func `lets anyone read`() {
    #expect(status([.origin: "http://evil.example"], effect: .reads) == nil)
  }

  @Test func `needs the admin token beyond loopback`() {
    let policy = WritePolicy(isLocal: false, adminToken: "s3cret")
    func fields(_ authorization: String?) -> HTTPFields {
      var fields: HTTPFields = [.contentType: "application/json"]
      fields[.authorization] = authorization
      return fields
    }
    #expect(status(fields(nil), policy: policy) == 401)
    #expect(status(fields("Bearer s3cre"), policy: policy) == 401)
    #expect(status(fields("Bearer s3cret"), policy: policy) == nil)
    #expect(status(fields("Bearer "), policy: WritePolicy(isLocal: false, adminToken: "")) == 401)
    #expect(status(fields("Bearer x"), policy: WritePolicy(isLocal: false)) == 401)
    #expect(status(fields(nil), effect: .computes, policy: policy) == nil)
  }
}
