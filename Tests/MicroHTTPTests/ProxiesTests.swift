import HTTPTypes
import Testing

@testable import MicroHTTP

@Suite struct ProxiesTests {
  private func arrived(
    _ fields: [(String, String)], peer: String = "127.0.0.1", host: String? = "localhost:8000",
    trusted: [String] = [], target: String = "/x"
  ) -> Request {
    var headerFields = HTTPFields()
    if let host, let name = HTTPField.Name("Host") { headerFields.append(HTTPField(name: name, value: host)) }
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { headerFields.append(HTTPField(name: name, value: value)) }
    }
    var request = Request(target: target, headerFields: headerFields, arrival: Arrival(isLocal: false))
    Proxies(trusted: trusted.compactMap(IPAddressRange.init)).describe(&request, peer: peer)
    return request
  }

  @Test(arguments: [
    "localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:8000", "127.8.0.1", "[::1]:8000", "[::1]",
    "play.localhost:8000",
  ])
  func `a request over loopback under a loopback name is local`(_ host: String) {
    #expect(arrived([], host: host).arrival.isLocal)
    #expect(arrived([], peer: "::1", host: host).arrival.isLocal)
    #expect(!arrived([], peer: "192.0.2.1", host: host).arrival.isLocal)
  }

  @Test(arguments: [
    "play.example.org", "localhost.example.org", "notlocalhost", "192.0.2.1:8000", "[2001:db8::1]", "0.0.0.0",
    "",
  ])
  func `a request under another name is a visitor's`(_ host: String) {
    #expect(!arrived([], host: host).arrival.isLocal)
  }

  @Test func `a request without a name, or for another one in its target, is a visitor's`() {
    #expect(!arrived([], host: nil).arrival.isLocal)
    #expect(!arrived([], target: "http://play.example.org/x").arrival.isLocal)
    #expect(arrived([], target: "http://localhost:8000/x").arrival.isLocal)
  }

  @Test(arguments: [
    "Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-FORWARDED-HOST", "X-Forwarded-Prefix",
    "X-Forwarded-Anything",
    "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP", "Fly-Client-IP", "DO-Connecting-IP",
    "X-Nf-Client-Connection-Ip", "X-Vercel-Forwarded-For", "X-Originating-IP", "WL-Proxy-Client-IP",
    "CDN-Loop",
    "X-Original-Host",
  ])
  func `what a proxy adds makes a visitor, whatever it says and whoever is trusted`(_ name: String) {
    for value in ["127.0.0.1", "for=127.0.0.1", "", "localhost"] {
      #expect(!arrived([(name, value)]).arrival.isLocal)
      #expect(!arrived([(name, value)], trusted: ["127.0.0.1"]).arrival.isLocal)
    }
  }

  @Test(arguments: ["User-Agent", "X-Clip", "X-Ship", "Viaduct", "X-Forward", "Origin-Host"])
  func `what sounds like it is not a proxy's`(_ name: String) {
    #expect(arrived([(name, "127.0.0.1")]).arrival.isLocal)
  }

  @Test func `fields of a peer that is not trusted are not believed`() {
    let request = arrived(
      [
        ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Prefix", "/evil"),
      ], trusted: ["10.0.0.0/8"])
    #expect(request.remoteAddress == "127.0.0.1")
    #expect(request.arrival == Arrival(isLocal: false, authority: "localhost:8000"))
  }

  @Test func `a trusted proxy says who the client is and what it sees`() {
    let request = arrived(
      [
        ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "play.example.org"),
        ("X-Forwarded-Prefix", "/playground/"),
      ], trusted: ["127.0.0.1"])
    #expect(request.remoteAddress == "192.0.2.1")
    #expect(
      request.arrival
        == Arrival(isLocal: false, scheme: "https", authority: "play.example.org", prefix: "/playground"))
  }

  @Test(arguments: [
    (["192.0.2.9, 198.51.100.1"], "198.51.100.1"),  // the first is forged
    (["192.0.2.9", "198.51.100.1"], "198.51.100.1"),  // in a line of its own
    (["192.0.2.9, 198.51.100.1, 10.1.2.3"], "198.51.100.1"),  // two proxies
    (["192.0.2.9,198.51.100.1 ,\t10.1.2.3 , 10.9.9.9"], "198.51.100.1"),
    (["10.1.1.1, 10.1.2.3"], "10.1.1.1"),  // all of them proxies: the first is the client
    (["2001:db8::1"], "2001:db8::1"),
    (["[2001:db8::1]:4711"], "2001:db8::1"),
    (["::ffff:198.51.100.1"], "198.51.100.1"),
    (["198.51.100.1:4711"], "198.51.100.1"),
    (["192.0.2.9, unknown, 10.1.2.3"], "10.1.2.3"),  // goes dark behind the second
    (["192.0.2.9, 999.1.1.1"], "127.0.0.1"),
    (["1.2.3.4, <script>"], "127.0.0.1"),
    (["192.0.2.9, fe80::1%eth0"], "127.0.0.1"),
    (["192.0.2.9, [2001:db8::1"], "127.0.0.1"),
    (["192.0.2.9, 0x7f.0.0.1"], "127.0.0.1"),
    (["192.0.2.9, 127.1"], "127.0.0.1"),
    (["198.51.100.1, "], "198.51.100.1"),
    (["192.0.2.9, 127.0.0.1"], "192.0.2.9"),  // a proxy on its machine before it
    ([""], "127.0.0.1"),
  ])
  func `the client is the nearest that is not trusted`(_ lines: [String], _ client: String) {
    let request = arrived(lines.map { ("X-Forwarded-For", $0) }, trusted: ["127.0.0.1", "::1", "10.0.0.0/8"])
    #expect(request.remoteAddress == client)
  }

  @Test(arguments: [
    ("for=198.51.100.1", "198.51.100.1"),
    ("For=\"198.51.100.1:4711\"", "198.51.100.1"),
    ("for=\"[2001:db8::17]:47\";proto=https;by=203.0.113.43", "2001:db8::17"),
    ("for=192.0.2.9, for=198.51.100.1;proto=https", "198.51.100.1"),
    ("for=192.0.2.9;host=\"a,b;for=192.0.2.8\", for=\"198.51.100.1\"", "198.51.100.1"),
    ("for=\"198.51.100.\\1\"", "198.51.100.1"),
    (",, for=198.51.100.1 ;; ,", "198.51.100.1"),
    ("for=unknown", "127.0.0.1"),
    ("for=\"_hidden\"", "127.0.0.1"),
    // The quotation mark swallows the proxy's own element.
    ("for=\"192.0.2.9, for=198.51.100.1", "127.0.0.1"),
    ("for=192.0.2.9 for=198.51.100.1", "127.0.0.1"),
    ("nonsense", "127.0.0.1"),
    ("for=\"[2001:db8::17%25eth0]\"", "127.0.0.1"),
    ("for=\"[198.51.100.1]:80\"", "127.0.0.1"),
    ("for=\"[2001:db8::17]4711\"", "127.0.0.1"),
    ("for=\"198.51.100.1:_port\"", "198.51.100.1"),
    ("FOR=198.51.100.1;for=192.0.2.9", "127.0.0.1"),  // no parameter twice (RFC 7239, 4)
    ("for = 198.51.100.1", "127.0.0.1"),
    ("proto=https", "127.0.0.1"),
  ])
  func `forwarded is read as RFC 7239 has it`(_ field: String, _ client: String) {
    #expect(arrived([("Forwarded", field)], trusted: ["127.0.0.1"]).remoteAddress == client)
  }

  @Test func `a line of Forwarded that is not well formed hides no other one`() {
    let request = arrived(
      [("Forwarded", "for=\""), ("Forwarded", "for=198.51.100.1")], trusted: ["127.0.0.1"])
    #expect(request.remoteAddress == "198.51.100.1")
  }

  @Test func `scheme and host are those of the client's own connection`() {
    let request = arrived(
      [
        (
          "Forwarded",
          "for=198.51.100.1;proto=https;host=play.example.org, for=10.0.0.1;proto=http;host=inner"
        )
      ],
      trusted: ["127.0.0.1", "10.0.0.0/8"])
    #expect(request.arrival == Arrival(isLocal: false, scheme: "https", authority: "play.example.org"))
    let customary = arrived(
      [
        ("X-Forwarded-For", "192.0.2.9, 198.51.100.1, 10.0.0.1"), ("X-Forwarded-Proto", "http, https, http"),
        ("X-Forwarded-Host", "evil.example, play.example.org, inner"),
      ], trusted: ["127.0.0.1", "10.0.0.0/8"])
    #expect(customary.arrival == Arrival(isLocal: false, scheme: "https", authority: "play.example.org"))
  }

  @Test func `where Forwarded and X-Forwarded-For differ neither is believed`() {
    let fields = [("Forwarded", "for=192.0.2.9;proto=https"), ("X-Forwarded-For", "198.51.100.1")]
    let request = arrived(fields, trusted: ["127.0.0.1"])
    #expect(request.remoteAddress == "127.0.0.1")
    #expect(request.arrival.scheme == "http")
    let same = arrived(
      [("Forwarded", "for=192.0.2.9;proto=https"), ("X-Forwarded-For", "192.0.2.9")], trusted: ["127.0.0.1"])
    #expect(same.remoteAddress == "192.0.2.9")
    #expect(same.arrival.scheme == "https")
  }

  @Test func `x-Real-IP says who the client is where nothing else does`() {
    #expect(arrived([("X-Real-IP", "192.0.2.9")], trusted: ["127.0.0.1"]).remoteAddress == "192.0.2.9")
    let both = arrived(
      [("X-Real-IP", "192.0.2.9"), ("X-Forwarded-For", "198.51.100.1")], trusted: ["127.0.0.1"])
    #expect(both.remoteAddress == "198.51.100.1")
  }

  @Test(arguments: [
    "javascript", "https://x", "/a//b", "//evil.example", "/a/../b", "/a b", "/a\"b", "/<x>", "/a?b", "/%2e",
    "/\\evil.example", "/a/./b", "/a#b", "/a;b", "/a\tb", "/\u{e9}", "///", "/a//",
    "/" + String(repeating: "a", count: 256),
  ])
  func `a prefix that is no plain path is not believed`(_ prefix: String) {
    #expect(arrived([("X-Forwarded-Prefix", prefix)], trusted: ["127.0.0.1"]).arrival.prefix == "")
  }

  @Test(arguments: ["play.example.org/x", "a b", "a\"b", "user@host", "a:b:c", "[::1", "host:123456"])
  func `a host that no Host field may hold is not believed`(_ host: String) {
    #expect(
      arrived([("X-Forwarded-Host", host)], trusted: ["127.0.0.1"]).arrival.authority == "localhost:8000")
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3/8", "10.0.0.1", true),
    ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "8.8.8.8", true),
    ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
    ("2001:db8::/32", "2001:db9::1", false), ("::/0", "2001:db8::1", true), ("::1/128", "::1", true),
    ("10.0.0.0/9", "10.127.255.255", true), ("10.0.0.0/9", "10.128.0.0", false),
    ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("fe80::/65", "fe80::7fff:0:0:1", true),
    ("fe80::/65", "fe80::8000:0:0:1", false),
  ])
  func `a range holds the addresses that begin with its bits`(
    _ range: String, _ address: String, _ holds: Bool
  ) throws {
    #expect(try #require(IPAddressRange(range)).contains(try #require(IPAddress(address))) == holds)
  }

  @Test(arguments: [
    "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "localhost", "10.0.0",
    "10.0.0.0/+8", "fe80::1%eth0",
  ])
  func `what is no range is none`(_ text: String) {
    #expect(IPAddressRange(text) == nil)
  }
}
