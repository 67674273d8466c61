import Foundation
import HTTPTypes
import Testing

@testable import MicroHTTP

@Suite struct ServingFiles {
  /// A folder `public` with files, beside which lies `secret.txt`.
  struct Folder: ~Copyable {
    let base: URL
    var files: StaticFiles { StaticFiles(root: base.appendingPathComponent("public").path) }

    init() throws {
      base = FileManager.default.temporaryDirectory.appendingPathComponent("static-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: base.appendingPathComponent("public/pages"), withIntermediateDirectories: true)
      try write("secret", "secret.txt")
      try write("<p>root", "public/index.html")
      try write("<p>pages", "public/pages/index.html")
      try write("0123456789", "public/digits.txt")
      try write("x", "public/.hidden")
    }

    deinit { try? FileManager.default.removeItem(at: base) }

    func write(_ text: String, _ path: String) throws {
      try Data(text.utf8).write(to: base.appendingPathComponent(path))
    }
  }

  static func text(_ result: HTTPResult?) -> String? {
    guard case .bytes(let bytes)? = result?.body else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `the index is served for a folder`() throws {
    let folder = try Folder()
    #expect(Self.text(folder.files.result(for: Request(target: "/"))) == "<p>root")
    let pages = folder.files.result(for: Request(target: "/pages/"))
    #expect(Self.text(pages) == "<p>pages")
    #expect(pages?.headerFields[.contentType] == "text/html; charset=utf-8")
    #expect(pages?.headerFields[.cacheControl] == "no-cache")
  }

  @Test func `a folder without slash is redirected`() throws {
    let folder = try Folder()
    let result = folder.files.result(for: Request(target: "/pages?a=b"))
    #expect(result?.status == 308)
    #expect(result?.headerFields[.location] == "/pages/?a=b")
  }

  @Test(arguments: [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/pages/../../secret.txt", "/link.txt",
    "/linked/secret.txt",
    "/.hidden", "/%2ehidden", "/.%CC%81hidden", "/missing", "/digits.txt/", "/digits.txt/x", "//digits.txt",
    "/pages//index.html", "/fifo",
    "/%00", "/digits.txt%00", "/pages/.", "/pages/..", "/\\..\\secret.txt",
  ])
  func `nothing else is found`(_ path: String) throws {
    let folder = try Folder()
    let root = folder.base.appendingPathComponent("public").path
    try FileManager.default.createSymbolicLink(
      atPath: root + "/link.txt", withDestinationPath: folder.base.appendingPathComponent("secret.txt").path)
    try FileManager.default.createSymbolicLink(atPath: root + "/linked", withDestinationPath: "..")
    mkfifo(root + "/fifo", 0o600)
    #expect(FileManager.default.createFile(atPath: root + "/.\u{301}hidden", contents: Data("hidden".utf8)))
    #expect(folder.files.result(for: Request(target: path)) == nil)
  }

  @Test(arguments: [
    (#"<a href="/x">"#, #"<a href="/p/x">"#), (#"<script src="/a.js">"#, #"<script src="/p/a.js">"#),
    (#"<a href="//evil.example/">"#, #"<a href="//evil.example/">"#),
    (#"<a href="x" title="/x">"#, #"<a href="x" title="/x">"#), (#"href="/"#, #"href="/"#), ("\"", "\""),
    (#"href="/" src="/b""#, #"href="/p/" src="/p/b""#), (#""/x" href="/y""#, #""/x" href="/p/y""#), ("", ""),
  ])
  func `links lead below a prefix`(_ html: String, _ linked: String) {
    #expect(String(decoding: StaticFiles.linked(Array(html.utf8), below: "/p"), as: UTF8.self) == linked)
  }

  /// Once a byte and not once for each link or quotation mark: 1 MiB of nothing but beginnings.
  @Test func `a large page is linked in one pass`() {
    func seconds(_ count: Int) -> Double {
      let html = Array(String(repeating: #"href="x" "/" src= ""#, count: count).utf8)
      let clock = ContinuousClock()
      let times = (0..<3).map { _ in clock.measure { _ = StaticFiles.linked(html, below: "/p") } }
      return Double((times.min() ?? .zero).components.attoseconds) / 1e18
    }
    #expect(seconds(56_000) < 40 * max(seconds(7_000), 0.001))
  }

  @Test func `an edited file is served at once`() throws {
    let folder = try Folder()
    let tag = folder.files.result(for: Request(target: "/digits.txt"))?.headerFields[.eTag]
    try folder.write("edited", "public/digits.txt")
    let result = folder.files.result(
      for: Request(target: "/digits.txt", headerFields: [.ifNoneMatch: tag ?? ""]))
    #expect(result?.status == 200)
    #expect(Self.text(result) == "edited")
  }

  @Test func `a folder may go and another take its name`() throws {
    let folder = try Folder()
    let files = folder.files
    let index = Request(target: "/")
    #expect(Self.text(files.result(for: index)) == "<p>root")
    let (place, aside) = (
      folder.base.appendingPathComponent("public"), folder.base.appendingPathComponent("old")
    )
    try FileManager.default.moveItem(at: place, to: aside)
    #expect(files.result(for: index) == nil)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try folder.write("<p>new", "public/index.html")
    #expect(Self.text(files.result(for: index)) == "<p>new")
    try FileManager.default.removeItem(at: place)
    try FileManager.default.moveItem(at: aside, to: place)
    #expect(Self.text(files.result(for: index)) == "<p>root")
  }

  @Test func `an unchanged file is not sent again`() throws {
    let folder = try Folder()
    let first = folder.files.result(for: Request(target: "/digits.txt"))
    let tag = try #require(first?.headerFields[.eTag])
    let date = try #require(first?.headerFields[.lastModified])
    let conditions: [HTTPFields] = [
      [.ifNoneMatch: tag], [.ifNoneMatch: "W/\(tag)"], [.ifNoneMatch: "\"x\", \(tag)"], [.ifNoneMatch: "*"],
      [.ifModifiedSince: date],
    ]
    for fields in conditions {
      let result = folder.files.result(for: Request(target: "/digits.txt", headerFields: fields))
      #expect(result?.status == 304)
      #expect(result?.headerFields[.eTag] == tag)
    }
    let other: [HTTPFields] = [
      [.ifNoneMatch: "\"x\""], [.ifNoneMatch: "\"x\"", .ifModifiedSince: date],
      [.ifModifiedSince: "yesterday"],
    ]
    for fields in other {
      #expect(folder.files.result(for: Request(target: "/digits.txt", headerFields: fields))?.status == 200)
    }
  }

  @Test(arguments: [
    ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=7-", 206, "789", "bytes 7-9/10"),
    ("bytes=-2", 206, "89", "bytes 8-9/10"), ("bytes=5-99", 206, "56789", "bytes 5-9/10"),
    ("bytes=-99", 206, "0123456789", "bytes 0-9/10"), ("bytes=3-1", 200, "0123456789", nil),
    ("bytes=0-1,3-4", 200, "0123456789", nil), ("lines=0-1", 200, "0123456789", nil),
    ("bytes=-", 200, "0123456789", nil),
    ("bytes=0-99999999999999999999", 206, "0123456789", "bytes 0-9/10"),
  ])
  func `a range is cut out`(_ range: String, status: Int, text: String, contentRange: String?) throws {
    let folder = try Folder()
    let result = folder.files.result(for: Request(target: "/digits.txt", headerFields: [.range: range]))
    #expect(result?.status == status)
    #expect(Self.text(result) == text)
    #expect(result?.headerFields[.contentRange] == contentRange)
  }

  @Test(arguments: ["bytes=10-", "bytes=-0", "bytes=99999999999999999999-"])
  func `a range beyond the file is refused`(_ range: String) throws {
    let folder = try Folder()
    let result = folder.files.result(for: Request(target: "/digits.txt", headerFields: [.range: range]))
    #expect(result?.status == 416)
    #expect(result?.headerFields[.contentRange] == "bytes */10")
  }

  @Test func `a range of another version gets the whole file`() throws {
    let folder = try Folder()
    let fields: HTTPFields = [.range: "bytes=0-3", .ifRange: "\"old\""]
    #expect(folder.files.result(for: Request(target: "/digits.txt", headerFields: fields))?.status == 200)
  }

  @Test func `a page is sent with its parts, and says which of their links leads to it`() throws {
    let folder = try Folder()
    try folder.write(
      "<a class=\"brand\" href=\"/pages/\">x</a><a href=\"/pages/\">y</a>", "public/pages/top.html")
    let include = "<!--#include virtual=\"/pages/top.html\" -->"
    try folder.write("<p>\(include)<p><!--#include virtual=\"/../secret.txt\" -->", "public/pages/index.html")
    func get(_ fields: HTTPFields = [:], prefix: String = "") -> HTTPResult? {
      folder.files.result(
        for: Request(
          target: "/pages/", headerFields: fields, arrival: Arrival(isLocal: true, prefix: prefix)))
    }
    let top = "<a class=\"brand\" href=\"/pages/\">x</a><a href=\"/pages/\" aria-current=\"page\">y</a>"
    #expect(Self.text(get()) == "<p>\(top)<p>")
    #expect(Self.text(get([.range: "bytes=0-3"])) == "<p><")
    #expect(Self.text(get(prefix: "/sse"))?.contains("href=\"/sse/pages/\" aria-current") == true)
    let tag = try #require(get()?.headerFields[.eTag])
    #expect(get([.ifNoneMatch: tag])?.status == 304)
    try folder.write("other \(include)", "public/pages/top.html")
    #expect(Self.text(get([.ifNoneMatch: tag])) == "<p>other \(include)<p>")
  }

  @Test func `the caller's fields replace own ones`() throws {
    let folder = try Folder()
    let result = folder.files.result(
      for: Request(target: "/digits.txt"),
      headerFields: [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"])
    #expect(result?.headerFields[.cacheControl] == "no-store")
    #expect(result?.headerFields[.xContentTypeOptions] == "nosniff")
  }

  @Test func `a large file arrives whole and in parts`() async throws {
    let folder = try Folder()
    let text = String(repeating: "0123456789abcdef", count: 40_000)
    try folder.write(text, "public/large.txt")
    let files = folder.files
    try await withServer(TestHandler { .result(files.result(for: $0) ?? HTTPResult(status: 404)) }) {
      server in
      let client = try await RawClient(port: server.port)
      await client.get("/large.txt")
      let whole = try await client.response()
      #expect(whole.text == text)
      await client.get("/large.txt", "Range: bytes=100000-399999\r\n")
      let part = try await client.response()
      #expect(part.status == 206)
      #expect(part.text == text.dropFirst(100_000).prefix(300_000))
      await client.send("HEAD /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(try await client.head()["content-length"] == "640000")
      await client.get("/digits.txt")
      #expect(try await client.response().text == "0123456789")
    }
  }
}
