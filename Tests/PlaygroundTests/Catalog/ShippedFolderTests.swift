import Logging
import Testing

@testable import Playground

/// Scenarios that came with the program, behind those of the user.
@Suite struct ShippedFolderTests {
  private let own: TemporaryFolder
  private let shipped: TemporaryFolder
  private let catalog: Catalog

  init() throws {
    own = try TemporaryFolder()
    shipped = try TemporaryFolder()
    catalog = Catalog(
      folder: ScenarioFolder(path: own.path), shipped: ScenarioFolder(path: shipped.path),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    try shipped.write("counter.yaml", ScenarioText.sending("shipped", path: "/events"))
    try shipped.write("faults/cut.yaml", ScenarioText.sending("cut", path: "/cut"))
  }

  private func source(at path: String) -> String? { catalog.snapshot.entry(at: path)?.entry.source }

  @Test func `play where there is no folder of the user's own`() throws {
    try own.remove("")
    catalog.reload()
    #expect(catalog.snapshot.entries.map(\.name) == ["counter", "cut"])
    #expect(source(at: "/events")?.contains("shipped") == true)
    #expect(catalog.snapshot["cut"]?.group == "faults")
    #expect(catalog.snapshot["cut"]?.file == "share/sse-playground/scenarios/faults/cut.yaml")
  }

  @Test func `give way to a file of their name in any folder, and come back when it is gone`() throws {
    try own.write("mine/counter.yaml", ScenarioText.sending("own"))
    catalog.reload()
    #expect(catalog.snapshot["counter"]?.source.contains("own") == true)
    #expect(catalog.snapshot.entries.count { $0.name.hasSuffix("counter") } == 1)
    #expect(source(at: "/events") == nil)
    try own.remove("mine/counter.yaml")
    catalog.reload()
    #expect(source(at: "/events")?.contains("shipped") == true)
  }

  @Test func `give way to an address without a mistake and stay at their name`() throws {
    try own.write("mine.yaml", ScenarioText.sending("own", path: "/events"))
    catalog.reload()
    #expect(source(at: "/events")?.contains("own") == true)
    let counter = try #require(catalog.snapshot["counter"])
    #expect(counter.isValid && counter.address == nil && counter.play == "/play/counter")
    #expect(catalog.snapshot["mine"]?.isValid == true)
  }

  @Test func `can be included by the user's, whose own of that name go before`() throws {
    try own.write("mine.yaml", "steps:\n  - include: cut\n")
    catalog.reload()
    #expect(catalog.snapshot["mine"]?.isValid == true)
    #expect(catalog.snapshot["mine"]?.scenario?.estimate.events == 1)
    try own.write("cut.yaml", ScenarioText.sending("a") + "  - data: b\n")
    catalog.reload()
    #expect(catalog.snapshot["mine"]?.scenario?.estimate.events == 2)
  }

  @Test func `are not broken by what a user's file says`() throws {
    try shipped.write("outer.yaml", "steps:\n  - include: cut\n")
    try own.write("cut.yaml", ScenarioText.broken)
    catalog.reload()
    #expect(catalog.snapshot["outer"]?.isValid == true)
  }
}
