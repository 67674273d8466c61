import Foundation
import Logging
import Scenarios
import Synchronization
import Testing

@testable import Playground

@Suite struct CatalogTests {
  private let folder: TemporaryFolder
  private let catalog: Catalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = Catalog(
      folder: ScenarioFolder(path: folder.path), sourceLimit: 1_000,
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), isPage: { $0 == "clients" })
  }

  private func entry(_ name: String) throws -> CatalogEntry {
    try #require(catalog.snapshot.entries.first { $0.name == name })
  }

  private func messages(_ name: String) throws -> [String] { try entry(name).mistakes.map(\.message) }

  @Test func `names scenarios by their files and groups them by folders`() throws {
    try folder.write("counter.yaml", ScenarioText.sending("a"))
    try folder.write("faults/proxies/slow.yml", ScenarioText.sending("b"))
    try folder.write(".hidden.yaml", ScenarioText.sending("c"))
    try folder.write("notes.txt", "c")
    catalog.reload()
    #expect(catalog.snapshot.entries.map(\.name) == ["counter", "slow"])
    #expect(try entry("slow").group == "faults/proxies")
    #expect(try entry("slow").file == "\(folder.path)/faults/proxies/slow.yml")
    #expect(catalog.snapshot["slow"]?.play == "/play/slow")
  }

  @Test func `keeps the last good version of a broken file and says what is wrong`() throws {
    try folder.write("a.yaml", ScenarioText.sending("first"))
    catalog.reload()
    try folder.write("a.yaml", ScenarioText.broken)
    catalog.reload()
    let broken = try entry("a")
    #expect(!broken.isValid)
    #expect(broken.scenario != nil)
    #expect(broken.source == ScenarioText.broken)
    #expect(try messages("a").first?.contains("did you mean 'data'") == true)
    try folder.write("a.yaml", ScenarioText.sending("second"))
    catalog.reload()
    #expect(try entry("a").isValid)
  }

  @Test func `others read and change the catalog while files are compiled`() throws {
    let steps = (0..<25).map { "  - { event: e\($0), data: x }\n" }.joined()
    for number in 0..<300 { try folder.write("f\(number).yaml", "steps:\n\(steps)") }
    let catalog = catalog
    let isCompiled = Atomic(false)
    // A thread of its own: tasks may wait for one another.
    Thread.detachNewThread {
      catalog.reload()
      isCompiled.store(true, ordering: .releasing)
    }
    // A lock that is held while it compiles would let one or two of these pass before the end.
    var changes = 0
    while !isCompiled.load(ordering: .acquiring), changes < 1_000 {
      let name = "s\(changes)"
      catalog.updateSaved([
        name: CatalogEntry(
          name: name, origin: .saved, source: "x", scenario: nil, isPlayable: true, updated: 0)
      ])
      #expect(catalog.snapshot[name] != nil)
      _ = catalog.leftOut
      if !isCompiled.load(ordering: .acquiring) { changes += 1 }
    }
    while !isCompiled.load(ordering: .acquiring) { sched_yield() }
    #expect(changes > 20)
    #expect(catalog.snapshot.entries.count { $0.origin == .file } == 300)
  }

  @Test func `forgets a file that is gone and takes one that came`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a"))
    catalog.reload()
    try folder.remove("a.yaml")
    try folder.write("b.yaml", ScenarioText.sending("b"))
    catalog.reload()
    #expect(catalog.snapshot.entries.map(\.name) == ["b"])
  }

  @Test func `reads a touched file even if it looks the same`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a"))
    catalog.reload()
    let before = try #require(
      FileManager.default.attributesOfItem(atPath: "\(folder.path)/a.yaml")[.modificationDate] as? Date)
    let handle = try #require(FileHandle(forWritingAtPath: "\(folder.path)/a.yaml"))
    try handle.write(contentsOf: Data(ScenarioText.sending("b").utf8))
    try handle.close()
    try FileManager.default.setAttributes([.modificationDate: before], ofItemAtPath: "\(folder.path)/a.yaml")
    catalog.reload(FolderChange(touched: ["a.yaml"]))
    #expect(try entry("a").source == ScenarioText.sending("b"))
  }

  @Test func `leaves a file alone that is being written`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a"))
    catalog.reload()
    try folder.write("a.yaml", ScenarioText.sending("half of somethi"))
    try folder.write("b.yaml", "steps:")
    catalog.reload(FolderChange(unsettled: ["a.yaml", "b.yaml"]))
    #expect(try entry("a").source == ScenarioText.sending("a"))
    #expect(catalog.snapshot["b"] == nil)
  }

  @Test func `gives one name to the first file by path and says so at the other`() throws {
    try folder.write("one/same.yaml", ScenarioText.sending("one"))
    try folder.write("two/same.yaml", ScenarioText.sending("two"))
    catalog.reload()
    #expect(catalog.snapshot["same"]?.source == ScenarioText.sending("one"))
    let other = try entry("two/same")
    #expect(!other.isValid)
    #expect(other.play == nil)
    #expect(
      try messages("two/same") == [
        "the name 'same' belongs to \(folder.path)/one/same.yaml already; rename \(folder.path)/two/same.yaml"
      ])
  }

  @Test func `gives one address to the first file by path and names both at the other`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a", path: "/stream/{id}"))
    try folder.write("b.yaml", ScenarioText.sending("b", path: "/stream/{agent}"))
    catalog.reload()
    #expect(catalog.snapshot.entry(at: "/stream/7")?.entry.name == "a")
    #expect(catalog.snapshot.entry(at: "/stream/7")?.parameters == ["id": "7"])
    let other = try entry("b")
    #expect(!other.isValid)
    #expect(other.play == "/play/b")
    #expect(other.address == nil)
    #expect(
      other.mistakes.map(\.message) == [
        "the address /stream/{agent} belongs to \(folder.path)/a.yaml already; give \(folder.path)/b.yaml another"
      ])
    #expect(other.mistakes.map(\.line) == [1])
    #expect(other.mistakes.map(\.excerpt) == ["path: /stream/{agent}"])
  }

  @Test func `gives a freed address to who waited for it`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a", path: "/x"))
    try folder.write("b.yaml", ScenarioText.sending("b", path: "/x"))
    catalog.reload()
    try folder.remove("a.yaml")
    catalog.reload()
    #expect(try entry("b").isValid)
    #expect(catalog.snapshot.entry(at: "/x")?.entry.name == "b")
  }

  @Test func `lets the more literal of two addresses go first`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a", path: "/stream/{id}"))
    try folder.write("b.yaml", ScenarioText.sending("b", path: "/stream/news"))
    catalog.reload()
    #expect(catalog.snapshot.entry(at: "/stream/news")?.entry.name == "b")
    #expect(catalog.snapshot.entry(at: "/stream/old")?.entry.name == "a")
    #expect(catalog.snapshot.entry(at: "/stream/old/")?.entry == nil)
  }

  @Test func `refuses an address that a page has`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a", path: "/clients/x"))
    catalog.reload()
    #expect(try messages("a") == ["the address /clients/x belongs to a page: Public has 'clients'"])
    #expect(catalog.snapshot.entry(at: "/clients/x") == nil)
  }

  @Test func `refuses an address of the playground itself`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a", path: "/api/scenarios/x"))
    catalog.reload()
    #expect(try messages("a").first?.contains("/api") == true)
  }

  @Test(arguments: ["My File.yaml", "-a.yaml", "a_b.yaml", "é.yaml"])
  func `refuses names that are none`(_ file: String) throws {
    try folder.write(file, ScenarioText.sending("a"))
    catalog.reload()
    let entry = try #require(catalog.snapshot.entries.first)
    #expect(entry.play == nil)
    #expect(entry.mistakes.map(\.message) == [CatalogIndex.nameRule])
  }

  @Test func `says why a file cannot be read`() throws {
    try folder.write("long.yaml", String(repeating: "#", count: 1_001))
    try Data([0x61, 0xFF]).write(to: URL(filePath: folder.path).appending(path: "latin.yaml"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/gone.yaml", withDestinationPath: "/nowhere")
    catalog.reload()
    #expect(
      try messages("long") == [
        "the file cannot be read: it is longer than 1000 bytes, the most that it may have"
      ])
    #expect(try messages("latin") == ["the file cannot be read: the file is not UTF-8"])
    #expect(catalog.snapshot.entries.map(\.name) == ["latin", "long"])
  }

  @Test func `takes the scenarios of a thousand files`() throws {
    for number in 0..<1_000 {
      try folder.write("g\(number % 7)/s\(number).yaml", ScenarioText.sending("\(number)"))
    }
    catalog.reload()
    #expect(catalog.snapshot.entries.count == 1_000)
    try folder.write("g0/s0.yaml", ScenarioText.sending("changed"))
    catalog.reload()
    #expect(catalog.snapshot["s0"]?.source == ScenarioText.sending("changed"))
  }

  @Test func `compiles a scenario again when one that it includes changes`() throws {
    try folder.write("part.yaml", ScenarioText.sending("one"))
    try folder.write("whole.yaml", "steps:\n  - include: part\n")
    catalog.reload()
    func sent() throws -> [String] {
      let plan = try #require(entry("whole").scenario).plan(for: PlanRequest())
      return PlanOutline(plan, limit: 10, wall: 0).steps.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
    #expect(try sent().contains("data: one\n\n"))
    try folder.write("part.yaml", ScenarioText.sending("two"))
    catalog.reload()
    #expect(try sent().contains("data: two\n\n"))
    try folder.remove("part.yaml")
    catalog.reload()
    #expect(try !entry("whole").isValid)
    #expect(try sent().contains("data: two\n\n"))
  }

  @Test func `changes the listing's entity tag with the listing`() throws {
    try folder.write("a.yaml", ScenarioText.sending("a"))
    catalog.reload()
    let first = catalog.snapshot
    catalog.reload()
    #expect(catalog.snapshot === first)
    try folder.write("a.yaml", "title: Another\n" + ScenarioText.sending("a"))
    catalog.reload()
    #expect(catalog.snapshot.entityTag() != first.entityTag())
  }

  @Test func `puts files before saved scenarios`() throws {
    try folder.write("a.yaml", ScenarioText.sending("file", path: "/x"))
    catalog.reload()
    func saved(_ name: String) throws -> CatalogEntry {
      CatalogEntry(
        name: name, origin: .saved, source: "",
        scenario: try Scenario.load(
          text: ScenarioText.sending("s", path: "/x"), name: name, reserved: .playground),
        isPlayable: true, updated: 0)
    }
    catalog.updateSaved(["a": try saved("a"), "b": try saved("b")])
    #expect(catalog.snapshot["a"]?.origin == .file)
    #expect(try !entry("saved/a").isValid)
    #expect(catalog.snapshot["b"]?.play == "/play/b")
    #expect(try !entry("b").isValid)
    let address = try #require(catalog.snapshot["a"]?.address)
    #expect(
      catalog.conflict(savingAs: "a", address: nil)
        == "the name 'a' belongs to the file \(folder.path)/a.yaml")
    #expect(
      catalog.conflict(savingAs: "c", address: address) == "the address /x belongs to \(folder.path)/a.yaml")
    #expect(catalog.conflict(savingAs: "c", address: nil) == nil)
  }
}
