import Foundation
import Logging
import Synchronization
import Testing

@testable import Playground

/// Waits for what the watcher reports; how long that takes is not looked at.
@Suite(.timeLimit(.minutes(1))) struct FolderWatcherTests {
  private final class Fixture: Sendable {
    let catalog: Catalog
    private let watcher: FolderWatcher
    private let looks: AsyncStream<Void>

    init(_ path: String, polls: Bool) async {
      let catalog = Catalog(
        folder: ScenarioFolder(path: path),
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
      self.catalog = catalog
      catalog.reload()
      let (looks, continuation) = AsyncStream.makeStream(of: Void.self)
      self.looks = looks
      watcher = FolderWatcher(root: path, polls: polls) { change in
        defer { continuation.yield() }
        return catalog.reload(change)
      }
      watcher.start()
      // The second look comes when the folders are followed.
      var iterator = looks.makeAsyncIterator()
      _ = await iterator.next()
      if ScenarioFolder.isFolder(path) { _ = await iterator.next() }
    }

    deinit { watcher.stop() }

    /// Comes back when the catalog is as wanted; the time limit of the suite ends a wait in vain.
    func until(_ isAsWanted: (CatalogSnapshot) -> Bool) async {
      if isAsWanted(catalog.snapshot) { return }
      for await _ in looks where isAsWanted(catalog.snapshot) { return }
    }

    func until(_ name: String, sends data: String) async {
      await until { $0[name]?.source == ScenarioText.sending(data) && $0[name]?.isValid == true }
    }
  }

  @Test(arguments: [false, true])
  func `follows saves, renames, new files and folders, and deletes`(polls: Bool) async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", ScenarioText.sending("1"))
    let fixture = await Fixture(folder.path, polls: polls)
    #expect(fixture.catalog.snapshot["a"]?.source == ScenarioText.sending("1"))
    try folder.write("a.yaml", ScenarioText.sending("2"))
    await fixture.until("a", sends: "2")
    try folder.replace("a.yaml", ScenarioText.sending("3"))
    await fixture.until("a", sends: "3")
    try folder.write("new/folder/b.yaml", ScenarioText.sending("4"))
    await fixture.until("b", sends: "4")
    try folder.write("new/folder/b.yaml", ScenarioText.sending("5"))
    await fixture.until("b", sends: "5")
    try folder.remove("a.yaml")
    await fixture.until { $0["a"] == nil }
    try FileManager.default.moveItem(atPath: "\(folder.path)/new", toPath: "\(folder.path)/old")
    await fixture.until { $0["b"]?.group == "old/folder" }
    try folder.write("old/folder/b.yaml", ScenarioText.broken)
    await fixture.until { $0["b"]?.isValid == false }
    #expect(fixture.catalog.snapshot["b"]?.scenario != nil)
    try folder.remove("old")
    await fixture.until { $0.entries.isEmpty }
  }

  @Test(arguments: [false, true])
  func `follows a folder that is removed and made again`(polls: Bool) async throws {
    let outer = try TemporaryFolder()
    try outer.write("scenarios/a.yaml", ScenarioText.sending("1"))
    let fixture = await Fixture("\(outer.path)/scenarios", polls: polls)
    try outer.remove("scenarios")
    await fixture.until { $0.entries.isEmpty }
    try outer.write("scenarios/b.yaml", ScenarioText.sending("2"))
    await fixture.until("b", sends: "2")
    try outer.write("scenarios/b.yaml", ScenarioText.sending("3"))
    await fixture.until("b", sends: "3")
  }

  @Test func `follows a folder that is not there yet`() async throws {
    let outer = try TemporaryFolder()
    let fixture = await Fixture("\(outer.path)/scenarios", polls: false)
    try outer.write("scenarios/a.yaml", ScenarioText.sending("1"))
    await fixture.until("a", sends: "1")
  }

  @Test func `waits for a writer that pauses`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", ScenarioText.sending("1"))
    let fixture = await Fixture(folder.path, polls: false)
    let handle = try #require(FileHandle(forWritingAtPath: "\(folder.path)/a.yaml"))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data("steps:\n".utf8))
    // Another file's change makes the catalog look around; the half-written one is left alone.
    try folder.write("b.yaml", ScenarioText.sending("2"))
    await fixture.until("b", sends: "2")
    #expect(fixture.catalog.snapshot["a"]?.source == ScenarioText.sending("1"))
    #expect(fixture.catalog.snapshot["a"]?.isValid == true)
    try handle.write(contentsOf: Data("  - data: 3\n".utf8))
    try handle.close()
    await fixture.until("a", sends: "3")
  }

  @Test func `takes links to files of the folder`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("text", ScenarioText.sending("1"))
    let fixture = await Fixture(folder.path, polls: false)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a.yaml", withDestinationPath: "text")
    await fixture.until("a", sends: "1")
  }
}
