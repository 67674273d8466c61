import Testing

@testable import FieldValues

@Suite struct FieldValueTests {
  @Test(arguments: [
    ("a, b,c", ["a", "b", "c"]), (" ,, a ,\t", ["a"]), ("", []), (#""x, y", z"#, [#""x, y""#, "z"]),
    (#""\", x", y"#, [#""\", x""#, "y"]), (#"W/"a,b", "c""#, [#"W/"a,b""#, #""c""#]),
  ])
  func `a list is cut at commas, but not within quoted strings`(text: String, members: [String]) {
    #expect(FieldList.members(of: text) == members)
  }

  @Test(arguments: [
    ("application/json", true), ("application/json; charset=utf-8", true),
    ("Application/JSON;CHARSET=UTF-8", true), ("application/json ; a=\"b;c\"", true),
    ("application/jsonp", false), ("text/plain", false), ("application/json/x", false), ("", false),
  ])
  func `media types are compared without regard to case and to further parameters`(text: String, isJSON: Bool)
    throws
  {
    let wanted = try #require(MediaType("application/json"))
    #expect(MediaType(text)?.satisfies(wanted) ?? false == isJSON)
  }

  @Test(arguments: [
    (#"text/plain; charset="UTF-8""#, true), ("text/plain;charset=utf-8;format=flowed", true),
    ("text/plain", false), ("text/plain; charset=latin1", false),
  ])
  func `parameters that are asked for have to be there`(text: String, isMet: Bool) throws {
    let wanted = try #require(MediaType("text/plain; charset=utf-8"))
    #expect(MediaType(text)?.satisfies(wanted) == isMet)
  }

  @Test func `a boundary is compared exactly, unlike a charset`() throws {
    let wanted = try #require(MediaType("multipart/mixed; boundary=Ab"))
    #expect(MediaType("multipart/mixed; boundary=\"Ab\"")?.satisfies(wanted) == true)
    #expect(MediaType("multipart/mixed; boundary=ab")?.satisfies(wanted) == false)
  }

  @Test(arguments: ["text/yaml", "text/x-yaml", "application/x-yaml", "Text/YAML; charset=utf-8"])
  func `alias names of YAML are YAML`(text: String) {
    #expect(MediaType(text)?.essence == "application/yaml")
  }

  @Test(arguments: [
    ("gzip", true), ("br, gzip;q=0.5", true), ("GZIP", true), ("x-gzip", true), ("*", true),
    ("*;q=0.1", true),
    ("gzip;q=0", false), ("gzip; q=0.0", false), ("gzip ; q = 0", false), ("gzip;q=0.", false),
    ("gzip;q=0.0000", false), ("gzip;q=x", true), ("gzip;foo;q=0", false), ("gzip;q=\"0\"", false),
    ("gzip;Q=0.000, *", false), ("*;q=0", false),
    ("identity", false), ("identity;q=0", false), ("", false), ("gzip;q=0, gzipped", false),
  ])
  func `a weight of 0 means that a coding is not acceptable`(field: String, takes: Bool) {
    #expect(Acceptance.takes(coding: "gzip", acceptEncoding: field) == takes)
  }

  @Test(arguments: [
    ("text/event-stream", 1), ("text/*;q=0.5", 0.5), ("*/*;q=0.2, text/*;q=0.5", 0.5),
    ("text/event-stream;q=0, */*", 0), ("application/json", 0), ("text/event-stream;q=nonsense", 1), ("", 0),
  ])
  func `the most precise range says how much a type is wanted`(field: String, weight: Double) throws {
    #expect(Acceptance.weight(of: try #require(MediaType("text/event-stream")), in: field) == weight)
  }

  @Test(arguments: [
    ("Bearer x", "x"), ("bearer x", "x"), ("BEARER   x", "x"), ("Basic x", nil), ("Bearerx", nil),
    ("Bearer", ""),
  ])
  func `the scheme of credentials may be written in any case`(field: String, token: String?) {
    #expect(Credentials.bearerToken(field) == token)
  }

  @Test(arguments: [
    ("content-type", "application/json; charset=utf-8", "application/json", true),
    ("accept", "application/json, text/event-stream", "text/event-stream", true),
    ("accept", "text/event-stream;q=0.0, application/json", "text/event-stream", false),
    ("accept", "application/json, text/event-stream", "text/event-stream, application/json", true),
    ("accept", "*/*", "text/event-stream", false),
    ("authorization", "basic QQ==", "Basic QQ==", true), ("authorization", "Basic qq==", "Basic QQ==", false),
    ("cache-control", "max-age=0, No-Cache", "no-cache", true),
    ("accept-language", "de;q=0, en", "de", false), ("x-tenant", "A", "a", false),
    ("x-tenant", "a", "a", true),
  ])
  func `each field is compared by its own rules`(name: String, value: String, wanted: String, isMet: Bool) {
    #expect(FieldRequirement.isMet(field: name, value: value, wanted: wanted) == isMet)
  }

  @Test func `matches entity tags weakly and among several`() {
    let tag = EntityTag("a")
    #expect(EntityTagList(#""a""#).contains(tag))
    #expect(EntityTagList(#""b", W/"a" "#).contains(tag))
    #expect(EntityTagList("*").contains(tag))
    #expect(!EntityTagList(#""b""#).contains(tag))
    #expect(!EntityTagList("a").contains(tag))
  }

  @Test(arguments: [#""a""#, #"W/"a""#, #""""#, #"W/"a,b""#])
  func `an entity tag is written as it was read`(text: String) throws {
    #expect(try #require(EntityTag(field: text)).description == text)
  }

  @Test(arguments: ["", "a", "\"", "W/", "W/\"", "w/\"a\"", "\"a", "*"])
  func `what is no entity tag is not taken for one`(text: String) {
    #expect(EntityTag(field: text) == nil)
  }

  @Test func `entity tags are compared as RFC 9110 has it in 8.8.3.2`() throws {
    let strong = EntityTag("1")
    let weak = try #require(EntityTag(field: #"W/"1""#))
    #expect(!weak.matchesStrongly(weak) && weak.matchesWeakly(weak))
    #expect(!weak.matchesStrongly(strong) && !strong.matchesStrongly(weak) && weak.matchesWeakly(strong))
    #expect(strong.matchesStrongly(strong) && strong.matchesWeakly(strong))
    #expect(!strong.matchesWeakly(EntityTag("2")) && !strong.matchesStrongly(EntityTag("2")))
    #expect(EntityTagList(#"W/"1", "2""#).strong == [EntityTag("2")])
    #expect(EntityTag("file-", hash: 95).description == #""file-5f""#)
  }
}
