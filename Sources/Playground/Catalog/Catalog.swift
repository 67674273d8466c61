import Dispatch
import Logging
import Scenarios
import Synchronization
import TextForms

/// The scenarios that there are: files of a folder, followed as they change, and saved ones.
///
/// Who asks gets a `CatalogSnapshot`; a change makes a new one. Among files that claim one name or one address the first by
/// path keeps it, and files go before saved scenarios. What came with the program gives way to both.
final class Catalog: Sendable {
  private struct Contents {
    var files: [String: ScenarioFile] = [:]
    /// nil until it was read, which is once.
    var shipped: [String: ScenarioFile]?
    /// What is not played, and why, by paths as they are shown.
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
  /// Held while the files are read and compiled, which nobody else waits for.
  private let looking = Mutex(())
  /// Held while a change is put in place; the snapshot is not.
  private let contents = Mutex(Contents())
  private let current = Mutex(CatalogSnapshot())

  /// - Parameters:
  ///   - shipped: scenarios that came with the program; they do not change while it runs.
  ///   - sourceLimit: bytes that a file may have.
  ///   - isPage: whether a path's first segment belongs to a page, and so to no scenario.
  ///   - changed: told how each new snapshot differs from the one before, in their order.
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

  /// What looks like a scenario in the folder and does not play, with the reason, in order.
  var leftOut: [(file: String, reason: String)] {
    contents.withLock { $0.leftOut }.sorted { $0.key < $1.key }.map { (file: $0.key, reason: $0.value) }
  }

  /// Gives the texts of others to a scenario that includes them. Names stand without owners there, so nobody includes what is
  /// somebody else's: in a participant's scenario they mean the participant's own first, and then what is everybody's.
  ///
  /// - Parameter name: of the scenario that includes; a participant's name with `/` for one without a name yet.
  func sources(for name: String) -> (String) -> String? {
    let snapshot = snapshot
    return Self.resolver(for: name) { snapshot[$0]?.source }
  }

  static func resolver(for name: String, _ source: @escaping (String) -> String?) -> (String) -> String? {
    let owner = name.firstIndex(of: "/").map { String(name[..<$0]) }
    return { included in
      guard ScenarioName.isValid(included) else { return nil }
      let own = ScenarioName.joined(owner, included)
      // A copy may include what it is a copy of.
      if owner != nil, own != name, let text = source(own) { return text }
      return source(included)
    }
  }

  /// Looks at the files again.
  ///
  /// - Returns: The folders that there are, relative to the scenario folder.
  @discardableResult
  func reload(_ change: FolderChange = FolderChange()) -> [String] {
    let listing = looking.withLock { _ in
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

  /// Takes saved scenarios as they are now, by their names; nil for one that is gone. One that may not have its name or its
  /// address is told so among its mistakes.
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

  /// Why a saved scenario cannot have a name and an address; nil if it can.
  ///
  /// - Parameter name: its own name, which does not count against it; nil for a text without one yet, which may be a new
  ///   version of the one that has its address.
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

  /// A file that is looked at alone, with what is wrong with its name and its address.
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

  /// The texts by their names; of one name, the first by path.
  private static func sources(_ files: [String: ScenarioFile]) -> [String: String] {
    var sources: [String: String] = [:]
    for file in files.values.sorted(by: { $0.path < $1.path })
    where sources[file.name] == nil && !file.isLeftOut {
      sources[file.name] = file.source
    }
    return sources
  }

  /// They include only each other: what a user's file says cannot break them.
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
      // The start waits for them: each core takes some, and nobody else has any of them.
      nonisolated(unsafe) let all = all
      DispatchQueue.concurrentPerform(iterations: all.count) { index in
        all[index].compile(displayPath: shipped.displayPath(all[index].path)) { sources[$0] }
      }
    }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
  }

  /// Says what is left out, once.
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

  /// Why no scenario may have an address; nil if one may.
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
