import Testing

@testable import MicroHTTP

@Suite struct MaskedURLs {
  @Test(arguments: [
    "token", "key", "password", "signature", "secret", "api_key", "access_token", "X-Api-Key", "apikey",
    "apiKey", "APIKey",
    "accessToken", "clientsecret", "X-Amz-Signature", "X-Amz-Credential", "sig", "auth", "Authorization",
    "Proxy-Authorization",
    "Cookie", "X-CSRF-Token", "id_token", "user[password]", "refresh.token", "jwt", "TOKEN",
    "sessionId2Token", "client_assertion",
  ])
  func `the name of a secret is known by its words`(_ name: String) {
    #expect(SecretName.isSecret(name))
  }

  @Test(arguments: [
    "max_tokens", "keyword", "monkey", "author", "authority", "tokenizer", "signal", "design", "secretary",
    "session", "seed",
    "lastEventId", "speed", "id", "Accept", "User-Agent", "Keep-Alive", "", "é",
  ])
  func `other names are not`(_ name: String) {
    #expect(!SecretName.isSecret(name))
  }

  @Test(arguments: [
    ("/events?access_token=abc&room=7", "/events?access_token=***&room=7"),
    ("/events?room=7&key=abc", "/events?room=7&key=***"),
    ("/go?%74oken=abc", "/go?%74oken=***"), ("/go?%2574oken=abc", "/go?%2574oken=***"),
    ("/go?api%5Fkey=a%26b", "/go?api%5Fkey=***"),
    ("/go?next=%2Fcb%3Fkey%3Dabc", "/go?next=***"),
    ("/go?next=%2Fcb%3Fpage%3D2", "/go?next=%2Fcb%3Fpage%3D2"),
    ("/go?params=%7B%22apiKey%22%3A%22x%22%7D", "/go?params=***"),
    ("/go?a=1;token=x;b=2", "/go?a=1;token=***;b=2"),
    ("/go?a=1?token=x", "/go?a=1?token=***"), ("/go?token", "/go?token"), ("/go?token=", "/go?token="),
    ("/go?my+key=x", "/go?my+key=***"),
    ("/go?tok%65n%3Dabc&a", "/go?***&a"), ("/go?a%3Db", "/go?a%3Db"),
    ("https://ada:secret@localhost/", "https://***@localhost/"),
    ("//ada@localhost/x?y=1", "//***@localhost/x?y=1"),
    ("https://a:b@c@localhost/", "https://***@localhost/"), ("/play/@ada/x", "/play/@ada/x"),
    ("mail@example.org", "mail@example.org"),
    ("http://localhost:3000/#access_token=x", "http://localhost:3000/#access_token=***"),
    ("/go?max_tokens=5", "/go?max_tokens=5"),
    ("/go?time=12%3A30", "/go?time=12%3A30"), ("", ""), ("?", "?"), ("/a?&&=x&=", "/a?&&=x&="),
    ("/a?%=x&token=%", "/a?%=x&token=***"),
    ("/join?code=7nEr", "/join?code=***"), ("/join?CODE=7nEr&next=2", "/join?CODE=***&next=2"),
    ("/join?%63ode=7nEr", "/join?%63ode=***"), ("/a?pin=1234", "/a?pin=***"),
    (
      "/a?session_id=x&sessionid=x&sessionId=x&SESSION-ID=x",
      "/a?session_id=***&sessionid=***&sessionId=***&SESSION-ID=***"
    ),
    ("/a?next=%2Fjoin%3Fcode%3D7nEr", "/a?next=***"),
    (
      "/a?status_code=200&postcode=1&session=k&pinned=1&code=",
      "/a?status_code=200&postcode=1&session=k&pinned=1&code="
    ),
  ])
  func `secrets are masked and the rest stays`(_ url: String, _ masked: String) {
    #expect(MaskedURL.text(url) == masked)
  }

  @Test func `what is masked once stays as it is`() {
    let url = MaskedURL.text("/a?token=x&n=%2Fb%3Fkey%3Dy#sig=z")
    #expect(MaskedURL.text(url) == url)
  }

  @Test func `the access log has no secret, however long the target`() {
    let record = RequestRecord(
      method: "GET", target: "/a?token=" + String(repeating: "s", count: 500), status: 200,
      remoteAddress: "::1")
    #expect(record.target == "/a?token=***")
  }
}
