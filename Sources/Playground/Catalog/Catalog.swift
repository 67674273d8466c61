import Dispatch
import Logging
import Scenarios
import Synchronization
import TextForms

/// All scenarios: the files of a folder, followed as they change, and the saved scenarios.
///
/// Readers get a `CatalogSnapshot`; each change makes a new one. If files claim the same name or address, the first by path gets
/// it. Files take precedence over saved scenarios, and both take precedence over the scenarios that came with the program.
final class Catalog: Sendable {
  private struct Contents {
    var files: [String: ScenarioFile] = [:]
    /// nil until they are read; they are read only once.
    var shipped: [String: ScenarioFile]?
    /// The reasons why files are left out, by displayed path.
    var leftOut: [String: String] = [:]
    var isIncomplete = false
    var index = CatalogIndex()
  }

  let folder: ScenarioFolder
  private let shipped: ScenarioFolder?
  private let sourceLimit: Int
  private let isPage: @Sendable (String) -> Bool
  private let log: Logger
  private let changed: @Sendable (CatalogDifference) -> Void
  /// Held while files are read and compiled; only another `reload` waits for it.
  private let reloading = Mutex(())
  /// Held while a change is applied; readers of the snapshot do not wait for it.
  private let contents = Mutex(Contents())
  private let current = Mutex(CatalogSnapshot())

  /// - Parameters:
  ///   - shipped: the scenarios that came with the program; they do not change while it runs.
  ///   - sourceLimit: the most bytes of a file.
  ///   - isPage: whether a path's first segment belongs to a page, so that no scenario may have the address.
  ///   - changed: receives the difference of each new snapshot from the one before, in order.
  init(
    folder: ScenarioFolder, shipped: ScenarioFolder? = nil, sourceLimit: Int = 262_144, log: Logger,
    isPage: @escaping @Sendable (String) -> Bool = { _ in false },
    changed: @escaping @Sendable (CatalogDifference) -> Void = { _ in }
  ) {
    self.folder = folder
    self.shipped = shipped
    self.sourceLimit = sourceLimit
    self.log = log
    self.isPage = isPage
    self.changed = changed
  }

  var snapshot: CatalogSnapshot { current.withLock { $0 } }

  /// The files in the folder that look like scenarios but do not play, with the reason, sorted by path.
  var leftOut: [(file: String, reason: String)] {
    contents.withLock { $0.leftOut }.sorted { $0.key < $1.key }.map { (file: $0.key, reason: $0.value) }
  }

  /// Returns a function that finds the text of an included scenario. Includes cannot name an owner, so nobody can include another
  /// participant's scenario: in a participant's text, a name means their own scenario if they have one of that name, else the public one.
  ///
  /// - Parameter name: the name of the including scenario; the participant's name and `/` for one without a name yet.
  func sources(for name: String) -> (String) -> String? {
    let snapshot = snapshot
    return Self.resolver(for: name) { snapshot[$0]?.source }
  }

  static func resolver(for name: String, _ source: @escaping (String) -> String?) -> (String) -> String? {
    let owner = name.firstIndex(of: "/").map { String(name[..<$0]) }
    return { included in
      guard ScenarioName.isValid(included) else { return nil }
      let own = ScenarioName.joined(owner, included)
      // A participant's copy may include the public scenario that it was copied from, under the same name.
      if owner != nil, own != name, let text = source(own) { return text }
      return source(included)
    }
  }

  /// Reads the files again, and publishes the changes.
  ///
  /// - Returns: the folders that exist, relative to the scenario folder.
  @discardableResult
  func reload(_ change: FolderChange = FolderChange()) -> [String] {
    let listing = reloading.withLock { _ in
      let listing = folder.list()
      let (before, known) = contents.withLock { ($0.files, $0.shipped) }
      let shipped = known ?? shippedFiles()
      var changes: [CatalogRank: CatalogEntry?] = [:]
      if known == nil {
        for (path, file) in shipped { changes[.shipped(path)] = shippedCandidate(file) }
      }
      let files = files(in: listing, before: before, change: change, shipped: Self.sources(shipped))
      for (path, file) in files where !(before[path]?.isSameVersion(as: file) ?? false) {
        changes[.file(path)] = candidate(file)
      }
      for path in before.keys where files[path] == nil { changes.updateValue(nil, forKey: .file(path)) }
      contents.withLock { contents in
        contents.files = files
        contents.shipped = shipped
        publish(changes, &contents)
        note(listing, &contents)
      }
      return listing
    }
    return listing.folders
  }

  /// Sets the current state of saved scenarios, by name; nil for one that was deleted. If a scenario cannot have its name or its
  /// address, a mistake is added to its entry.
  ///
  /// - Returns: the snapshots before and after.
  @discardableResult
  func updateSaved(_ entries: [String: CatalogEntry?]) -> (before: CatalogSnapshot, after: CatalogSnapshot) {
    contents.withLock { contents in
      var changes: [CatalogRank: CatalogEntry?] = [:]
      for (name, entry) in entries { changes.updateValue(entry, forKey: .saved(name)) }
      return publish(changes, &contents)
    }
  }

  /// Returns why a saved scenario cannot have a name and an address; nil if it can.
  ///
  /// - Parameter name: the scenario's name, whose current holder may have the address; nil for a text without a name yet, which
  ///   may become a new version of any scenario, so that only reserved addresses conflict.
  func conflict(savingAs name: String?, address: PathTemplate?) -> String? {
    let snapshot = snapshot
    if let name, let other = snapshot[name], other.origin == .file {
      return "the name '\(name)' belongs to the file \(other.file ?? name)"
    }
    guard let address else { return nil }
    if let reserved = reservation(of: address) { return reserved }
    guard let name else { return nil }
    guard let other = snapshot.holder(of: address), other.name != name else { return nil }
    return "the address \(address) belongs to \(other.file ?? "the saved scenario '\(other.name)'")"
  }

  /// Returns the entry of a file that is checked without the rest of its folder, including the mistakes in its name and its address.
  func entry(checking file: ScenarioFile, displayPath: String) -> CatalogEntry {
    var entry = candidate(file)
    entry.file = displayPath
    var index = CatalogIndex()
    return index.apply([.file(file.path): entry], reservation: reservation).added.first?.entry ?? entry
  }

  // MARK: Files

  private func files(
    in listing: ScenarioFolder.Listing, before: [String: ScenarioFile], change: FolderChange,
    shipped: [String: String]
  ) -> [String: ScenarioFile] {
    var files: [String: ScenarioFile] = [:]
    for path in change.unsettled { files[path] = before[path] }
    for (path, stamp) in listing.files where !change.unsettled.contains(path) {
      let known = before[path]
      if let known, known.stamp == stamp, !change.touched.contains(path) {
        files[path] = known
        continue
      }
      var file = known ?? ScenarioFile(path: path)
      let contents = folder.read(path, limit: sourceLimit)
      if case .gone = contents { continue }
      file.take(contents)
      files[path] = file
    }
    compile(
      &files, shipped: shipped,
      othersChanged: files.keys != before.keys || files.contains { before[$0.key]?.stamp != $0.value.stamp })
    return files
  }

  private func compile(
    _ files: inout [String: ScenarioFile], shipped: [String: String], othersChanged: Bool
  ) {
    let wanted = files.keys.sorted().filter {
      files[$0]?.needsCompiling(othersChanged: othersChanged) ?? false
    }
    if wanted.isEmpty { return }
    let sources = Self.sources(files)
    let saved = snapshot
    for path in wanted {
      files[path]?.compile(displayPath: folder.displayPath(path)) { name in
        sources[name] ?? saved[name].flatMap { $0.origin == .saved ? $0.source : nil } ?? shipped[name]
      }
    }
  }

  /// Returns the texts by name; if files share a name, that of the first by path.
  private static func sources(_ files: [String: ScenarioFile]) -> [String: String] {
    var sources: [String: String] = [:]
    for file in files.values.sorted(by: { $0.path < $1.path })
    where sources[file.name] == nil && !file.isLeftOut {
      sources[file.name] = file.source
    }
    return sources
  }

  /// Reads and compiles the shipped scenarios. They include only each other, so that a user's file cannot break them.
  private func shippedFiles() -> [String: ScenarioFile] {
    guard let shipped else { return [:] }
    var files: [String: ScenarioFile] = [:]
    for path in shipped.list().files.keys {
      var file = ScenarioFile(path: path)
      file.take(shipped.read(path, limit: sourceLimit))
      files[path] = file
    }
    let sources = Self.sources(files)
    var all = files.values.sorted { $0.path < $1.path }
    all.withUnsafeMutableBufferPointer { all in
      // Startup waits for this, so all cores share the work; each iteration accesses only its own element.
      nonisolated(unsafe) let all = all
      DispatchQueue.concurrentPerform(iterations: all.count) { index in
        all[index].compile(displayPath: shipped.displayPath(all[index].path)) { sources[$0] }
      }
    }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
  }

  /// Logs the files that are left out, once for each file and reason.
  private func note(_ listing: ScenarioFolder.Listing, _ contents: inout Contents) {
    let former = contents.leftOut
    contents.leftOut = Dictionary(
      listing.leftOut.map { (folder.displayPath($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    for (file, reason) in contents.leftOut.sorted(by: { $0.key < $1.key }) where former[file] != reason {
      log.warning("\(file.escapedForLog) is left out: \(reason)")
    }
    if listing.isIncomplete, !contents.isIncomplete {
      log.warning(
        "scenario files left out: more than \(ScenarioFolder.maximumFiles), or folders deeper than \(ScenarioFolder.maximumDepth)"
      )
    }
    contents.isIncomplete = listing.isIncomplete
  }

  private func candidate(_ file: ScenarioFile) -> CatalogEntry {
    CatalogEntry(
      name: file.name, origin: .file, group: file.group, file: folder.displayPath(file.path),
      source: file.source, scenario: file.scenario, isPlayable: !file.isLeftOut, mistakes: file.mistakes,
      isLeftOut: file.isLeftOut, updated: file.updated)
  }

  private func shippedCandidate(_ file: ScenarioFile) -> CatalogEntry {
    var entry = candidate(file)
    entry.isShipped = true
    entry.file = "share/sse-playground/scenarios/\(file.path)"
    return entry
  }

  // MARK: Snapshots

  /// - Returns: the snapshots before and after.
  @discardableResult
  private func publish(_ changes: [CatalogRank: CatalogEntry?], _ contents: inout Contents)
    -> (before: CatalogSnapshot, after: CatalogSnapshot)
  {
    let before = snapshot
    let difference = contents.index.apply(changes, reservation: reservation)
    if difference.isEmpty { return (before, before) }
    let after = before.applying(difference)
    current.withLock { $0 = after }
    difference.report(to: log, isFirst: before.items.isEmpty)
    changed(difference)
    return (before, after)
  }

  /// Returns why no scenario may have an address; nil if one may.
  func reservation(of address: PathTemplate) -> String? {
    let first = address.description.split(separator: "/").first.map(String.init) ?? ""
    return isPage(first) ? "the address \(address) belongs to a page: Public has '\(first)'" : nil
  }
}

extension ScenarioFile {
  fileprivate func isSameVersion(as other: ScenarioFile) -> Bool {
    stamp == other.stamp && revision == other.revision && mistakes == other.mistakes
  }
}
