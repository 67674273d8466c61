import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct AccessPolicyTests {
  private static let stranger = Arrival(isLocal: false)

  private func status(
    _ fields: HTTPFields, body: String = "x", effect: Effect? = .writes,
    policy: AccessPolicy = AccessPolicy(),
    arrival: Arrival = Arrival(isLocal: true)
  ) -> Int? {
    var request = Request.test(.put, "/api/x", headerFields: fields, body: body)
    request.arrival = arrival
    return policy.refusal(of: request, effect: effect)?.status
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
    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
      var fields: HTTPFields = [.contentType: "application/json"]
      fields[name] = value
      return fields
    }
    #expect(status(with(.origin, "http://localhost:8000")) == nil)
    #expect(status(with(.origin, "https://localhost:8000")) == nil)
    #expect(status(with(.origin, "http://localhost:3000")) == 403)
    #expect(status(with(.origin, "http://localhost:8000.evil.example")) == 403)
    #expect(status(with(.origin, "null")) == 403)
    #expect(status(with(.known("Sec-Fetch-Site"), "same-origin")) == nil)
    #expect(status(with(.known("Sec-Fetch-Site"), "none")) == nil)
    #expect(status(with(.known("Sec-Fetch-Site"), "same-site")) == 403)
    #expect(status(with(.known("Sec-Fetch-Site"), "cross-site"), effect: .computes) == 403)
  }

  @Test func `takes the address that the client sees for its own`() {
    let json: HTTPFields = [.contentType: "application/json", .origin: "https://play.example.org"]
    let policy = AccessPolicy(door: Door(token: AdminToken("correct-horse")))
    func arrival(_ authority: String) -> Arrival {
      Arrival(isLocal: false, scheme: "https", authority: authority)
    }
    #expect(status(json, effect: .computes, policy: policy, arrival: arrival("play.example.org")) == nil)
    #expect(status(json, effect: .computes, policy: policy, arrival: arrival("play.example.org:443")) == nil)
    #expect(status(json, effect: .computes, policy: policy, arrival: arrival("play.example.org:8443")) == 403)
    #expect(status(json, effect: .computes, policy: policy, arrival: arrival("")) == 403)
  }

  @Test func `lets anyone read, and nobody do what stands in no table`() {
    #expect(status([.origin: "http://evil.example"], effect: .reads, arrival: Self.stranger) == nil)
    #expect(status([:], body: "", effect: nil) == 403)
  }

  @Test(arguments: [Effect.writes, .observes, .tries, .keepsOwn, .observesOwn])
  func `needs the token of who does not come straight from this machine`(_ effect: Effect) {
    let policy = AccessPolicy(door: Door(token: AdminToken("s3cret-s3cret")))
    func status(_ authorization: String?, _ policy: AccessPolicy) -> Int? {
      var fields: HTTPFields = [.contentType: "application/json"]
      fields[.authorization] = authorization
      return self.status(fields, effect: effect, policy: policy, arrival: Self.stranger)
    }
    #expect(status(nil, policy) == 401)
    #expect(status("Bearer s3cret-s3cre", policy) == 401)
    #expect(status("Basic s3cret-s3cret", policy) == 401)
    #expect(status("s3cret-s3cret", policy) == 401)
    #expect(status("Bearer s3cret-s3cret", policy) == nil)
    #expect(status("bearer  s3cret-s3cret", policy) == nil)
    #expect(status("Bearer ", AccessPolicy(door: Door(token: AdminToken("")))) == 401)
    #expect(status("Bearer x", AccessPolicy()) == 401)
    let fields: HTTPFields = [.contentType: "application/json"]
    #expect(self.status(fields, effect: .computes, policy: policy, arrival: Self.stranger) == nil)
  }

  @Test func `a refusal names the page to sign in at, below the prefix`() {
    var request = Request.test(.put, "/api/x", headerFields: [:])
    request.arrival = Arrival(isLocal: false, prefix: "/playground")
    let refusal = AccessPolicy(door: Door(token: AdminToken("correct-horse"))).refusal(
      of: request, effect: .writes)
    #expect(
      refusal?.text.contains(#""type":"about:blank","title":"Unauthorized","status":401,"detail":""#) == true)
    #expect(refusal?.text.contains(#""signIn":"/playground/sign-in/""#) == true)
  }

  @Test func `no page to sign in at is named where signing in does not help`() {
    let secured = AccessPolicy(door: Door(token: AdminToken("correct-horse")))
    for fields: HTTPFields in [[.origin: "http://evil.example"], [.known("Sec-Fetch-Site"): "cross-site"]] {
      let refusal = secured.refusal(of: .test(.put, "/api/x", headerFields: fields), effect: .writes)
      #expect(refusal?.status == 403)
      #expect(refusal?.text.contains("signIn") == false)
    }
    var request = Request.test(.put, "/api/x")
    request.arrival = Self.stranger
    let refusal = AccessPolicy().refusal(of: request, effect: .writes)
    #expect(refusal?.status == 401)
    #expect(refusal?.headerFields[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
    #expect(refusal?.text.contains("signIn") == false)
  }

  @Test func `after ten wrong tokens the refusals of that client wait, and the right token is let in`() {
    let policy = AccessPolicy(door: Door(token: AdminToken("correct-horse")))
    func waits(_ token: String, from address: String) -> Bool? {
      var request = Request.test(.delete, "/api/x", headerFields: [.authorization: "Bearer \(token)"])
      request.arrival = Self.stranger
      request.remoteAddress = address
      switch policy.verdict(on: request, effect: .writes) {
      case .admitted: return nil
      case .refused: return false
      case .delayed: return true
      }
    }
    for _ in 0..<10 { #expect(waits("wrong", from: "2001:db8::1") == false) }
    #expect(waits("wrong", from: "2001:db8::1") == true)
    #expect(waits("wrong", from: "2001:db8::ffff:1") == true)
    #expect(waits("wrong", from: "2001:db8:0:1::1") == false)
    #expect(waits("correct-horse", from: "2001:db8::1") == nil)
  }
}
