import Archives
import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct TransferAPITests {
  private static func archive(_ files: [(String, String)]) throws -> [UInt8] {
    try GzipData.compress(TarArchive.write(files.map { TarEntry(name: $0.0, contents: Array($0.1.utf8)) }))
  }

  private func send(_ fixture: SavedFixture, _ archive: [UInt8], _ query: String = "") async -> (
    Int, [String: Any]
  ) {
    let answer = await fixture.send(.post, "/api/import\(query)", archive, type: "application/gzip")
    return (answer.status, json(answer.text))
  }

  @Test func `what is exported is imported elsewhere with the same bytes`() async throws {
    let fixture = try await SavedFixture(files: ["file": SavedFixture.text("File")])
    let texts = ["a": "# kept\r\n" + SavedFixture.text("A"), "b": SavedFixture.text("B", path: "/b")]
    for (name, text) in texts { _ = await fixture.send(.put, "/api/scenarios/\(name)", text) }
    let export = await fixture.send(.get, "/api/export")
    #expect(export.fields[.contentType] == "application/gzip")

    let other = try await SavedFixture()
    let (status, report) = await send(other, export.bytes)
    #expect(status == 200)
    #expect(report["created"] as? [String] == ["a", "b"])
    for (name, text) in texts { #expect(try await other.saved.store.read(name).source == text) }
    #expect(other.catalog.snapshot.entry(at: "/b")?.entry.name == "b")
    let (_, again) = await send(other, export.bytes)
    #expect(again["unchanged"] as? [String] == ["a", "b"])
    #expect(try await other.saved.store.versions(of: "a").count == 1)
  }

  @Test func `one is exported as a file`() async throws {
    let fixture = try await SavedFixture(files: ["file": SavedFixture.text("File")])
    let answer = await fixture.send(.get, "/api/scenarios/file/export")
    #expect(answer.text == SavedFixture.text("File"))
    #expect(answer.fields[.contentDisposition] == "attachment; filename=\"file.yaml\"")
    #expect(await fixture.send(.get, "/api/scenarios/none/export").status == 404)
  }

  @Test func `an archive is taken whole or not at all`() async throws {
    let fixture = try await SavedFixture(files: ["file": SavedFixture.text("File", path: "/taken")])
    let good = ("good.yaml", SavedFixture.text("Good"))
    for (bad, status) in [
      (("bad.yaml", "steps: 7\n"), 422), (("file.yaml", SavedFixture.text("X")), 409),
      (("b.yaml", SavedFixture.text("B", path: "/taken")), 409),
      (("Bad Name.yaml", SavedFixture.text("B")), 422),
      (("../up.yaml", SavedFixture.text("B")), 422), (("x/good.yaml", SavedFixture.text("B")), 422),
    ] {
      let (answer, _) = await send(fixture, try Self.archive([good, bad]))
      #expect(answer == status, "\(bad.0)")
    }
    let twice = [
      ("a.yaml", SavedFixture.text("A", path: "/same")), ("b.yaml", SavedFixture.text("B", path: "/same")),
    ]
    #expect(await send(fixture, try Self.archive(twice)).0 == 409)
    #expect(try await fixture.saved.store.list().isEmpty)
    let (status, report) = await send(fixture, try Self.archive([good, ("notes.txt", "x")]))
    #expect(status == 200)
    #expect(report["skipped"] as? [String] == ["notes.txt"])
  }

  @Test func `mistakes in an archive are told with their files`() async throws {
    let fixture = try await SavedFixture()
    let (status, body) = await send(
      fixture, try Self.archive([("a.yaml", "steps: 7\n"), ("b.yaml", "titel: x\nsteps: []\n")]))
    #expect(status == 422)
    let mistakes = body["mistakes"] as? [[String: Any]] ?? []
    #expect(Set(mistakes.compactMap { $0["file"] as? String }) == ["a.yaml", "b.yaml"])
  }

  @Test func `names that are there can be kept from being changed`() async throws {
    let fixture = try await SavedFixture()
    _ = await fixture.send(.put, "/api/scenarios/a", SavedFixture.text("A"))
    let archive = try Self.archive([("a.yaml", SavedFixture.text("Other"))])
    #expect(await send(fixture, archive, "?existing=refuse").0 == 409)
    #expect(await send(fixture, archive, "?existing=maybe").0 == 400)
    let (_, report) = await send(fixture, archive)
    #expect(report["updated"] as? [String] == ["a"])
    #expect(fixture.title("a") == "Other")
  }

  @Test func `what is no archive is refused`() async throws {
    let fixture = try await SavedFixture()
    #expect(await send(fixture, Array("hello".utf8)).0 == 422)
    let yaml = await fixture.send(.post, "/api/import", "title: x")
    #expect(yaml.status == 415)
    #expect(yaml.fields[.accept] == "application/gzip, application/x-tar")
  }
}
