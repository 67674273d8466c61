import Logging
import Scenarios
import Synchronization

/// The scenarios that there are: files of a folder, followed as they change, and saved ones.
///
/// Who asks gets a `CatalogSnapshot`; a change makes a new one. Among files that claim one name or one address the first by
/// path keeps it, and files go before saved scenarios.
final class Catalog: Sendable {
  private struct Contents {
    var files: [String: ScenarioFile] = [:]
    var saved: [CatalogEntry] = []
  }

  static let nameRule =
    "the file's name must be letters a-z, digits and '-', at most 64, such as my-scenario.yaml"

  let folder: ScenarioFolder
  private let sourceLimit: Int
  private let isPage: @Sendable (String) -> Bool
  private let log: Logger
  private let changed: @Sendable (_ before: CatalogSnapshot, _ after: CatalogSnapshot) -> Void
  /// Held while a change is worked out; the snapshot is not.
  private let contents = Mutex(Contents())
  private let current = Mutex(CatalogSnapshot([]))

  /// - Parameters:
  ///   - sourceLimit: bytes that a file may have.
  ///   - isPage: whether a path's first segment belongs to a page, and so to no scenario.
  ///   - changed: told of each new snapshot, in their order.
  init(
    folder: ScenarioFolder, sourceLimit: Int = 262_144, log: Logger,
    isPage: @escaping @Sendable (String) -> Bool = { _ in false },
    changed: @escaping @Sendable (_ before: CatalogSnapshot, _ after: CatalogSnapshot) -> Void = { _, _ in }
  ) {
    self.folder = folder
    self.sourceLimit = sourceLimit
    self.log = log
    self.isPage = isPage
    self.changed = changed
  }

  var snapshot: CatalogSnapshot { current.withLock { $0 } }

  /// The text of a scenario, for others that include it.
  func source(of name: String) -> String? { snapshot[name]?.source }

  /// Looks at the files again.
  ///
  /// - Returns: The folders that there are, relative to the scenario folder.
  @discardableResult
  func reload(_ change: FolderChange = FolderChange()) -> [String] {
    let listing = folder.list()
    contents.withLock { contents in
      let before = contents.files
      contents.files = files(in: listing, before: before, change: change)
      let isSame =
        before.count == contents.files.count
        && contents.files.allSatisfy { before[$0.key]?.isSameVersion(as: $0.value) ?? false }
      if isSame { return }
      publish(contents)
    }
    if listing.isIncomplete {
      log.warning(
        "scenario files left out: more than \(ScenarioFolder.maximumFiles), or folders deeper than \(ScenarioFolder.maximumDepth)"
      )
    }
    return listing.folders
  }

  /// Takes the saved scenarios as they are now; names and addresses that others have are refused one by one.
  func setSaved(_ entries: [CatalogEntry]) {
    contents.withLock { contents in
      contents.saved = entries
      publish(contents)
    }
  }

  /// Why a saved scenario cannot have a name and an address; nil if it can.
  ///
  /// - Parameter name: its own name, which does not count against it.
  func conflict(savingAs name: String, address: PathTemplate?) -> String? {
    let snapshot = snapshot
    if let other = snapshot[name], other.origin == .file {
      return "the name '\(name)' belongs to the file \(other.file ?? name)"
    }
    guard let address else { return nil }
    if let reserved = reservation(of: address) { return reserved }
    let other = snapshot.entries.first {
      $0.name != name && ($0.address?.claimsSameAddresses(as: address) ?? false)
    }
    return other.map { "the address \(address) belongs to \($0.file ?? "the saved scenario '\($0.name)'")" }
  }

  // MARK: Files

  private func files(
    in listing: ScenarioFolder.Listing, before: [String: ScenarioFile], change: FolderChange
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
      &files,
      othersChanged: files.keys != before.keys || files.contains { before[$0.key]?.stamp != $0.value.stamp })
    return files
  }

  private func compile(_ files: inout [String: ScenarioFile], othersChanged: Bool) {
    let wanted = files.keys.sorted().filter {
      files[$0]?.needsCompiling(othersChanged: othersChanged) ?? false
    }
    if wanted.isEmpty { return }
    var sources: [String: String] = [:]
    for file in files.values.sorted(by: { $0.path < $1.path }) where sources[file.name] == nil {
      sources[file.name] = file.source
    }
    let saved = snapshot
    for path in wanted {
      files[path]?.compile(displayPath: folder.displayPath(path)) { name in
        sources[name] ?? saved[name].flatMap { $0.origin == .saved ? $0.source : nil }
      }
    }
  }

  // MARK: Snapshots

  private func publish(_ contents: Contents) {
    let before = snapshot
    let next = CatalogSnapshot(entries(of: contents))
    current.withLock { $0 = next }
    report(from: before, to: next)
    changed(before, next)
  }

  private func entries(of contents: Contents) -> [CatalogEntry] {
    var entries: [CatalogEntry] = []
    var owners: [String: CatalogEntry] = [:]
    for file in contents.files.values.sorted(by: { $0.path < $1.path }) {
      var entry = CatalogEntry(
        name: file.name, origin: .file, group: file.group, file: folder.displayPath(file.path),
        source: file.source,
        scenario: file.scenario, isPlayable: true, mistakes: file.mistakes, updated: file.updated)
      if !ScenarioName.isValid(entry.name) {
        entry.refuse(name: file.pathWithoutExtension, Self.nameRule)
      } else if let other = owners[entry.name] {
        entry.refuse(
          name: file.pathWithoutExtension,
          "the name '\(entry.name)' belongs to \(other.file ?? other.name) already; rename \(entry.file ?? entry.name)"
        )
      } else {
        owners[entry.name] = entry
      }
      giveAddress(to: &entry, others: entries)
      entries.append(entry)
    }
    for var entry in contents.saved {
      if let other = owners[entry.name] {
        entry.refuse(
          name: "saved/\(entry.name)", "the name '\(entry.name)' belongs to \(other.file ?? other.name)")
      }
      giveAddress(to: &entry, others: entries)
      entries.append(entry)
    }
    return entries
  }

  private func giveAddress(to entry: inout CatalogEntry, others: [CatalogEntry]) {
    entry.address = nil
    guard entry.isPlayable, let wanted = entry.scenario?.path else { return }
    if let reserved = reservation(of: wanted) {
      entry.add(reserved, at: entry.placeOfPath)
    } else if let other = others.first(where: { $0.address?.claimsSameAddresses(as: wanted) ?? false }) {
      entry.add(
        "the address \(wanted) belongs to \(other.file ?? other.name) already; give \(entry.file ?? entry.name) another",
        at: entry.placeOfPath)
    } else {
      entry.address = wanted
    }
  }

  private func reservation(of address: PathTemplate) -> String? {
    let first = address.description.split(separator: "/").first.map(String.init) ?? ""
    return isPage(first) ? "the address \(address) belongs to a page: Public has '\(first)'" : nil
  }

  // MARK: The log

  private func report(from before: CatalogSnapshot, to after: CatalogSnapshot) {
    func byIdentity(_ snapshot: CatalogSnapshot) -> [String: CatalogEntry] {
      Dictionary(snapshot.entries.map { ($0.file ?? $0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (byIdentity(before), byIdentity(after))
    for (identity, entry) in new.sorted(by: { $0.key < $1.key }) {
      let previous = old[identity]
      if previous?.mistakes != entry.mistakes, !entry.mistakes.isEmpty {
        for mistake in entry.mistakes.prefix(20) {
          log.warning(
            "\(identity):\(mistake.line):\(mistake.column): \(mistake.severity.rawValue): \(mistake.message)")
        }
        if !entry.isValid, entry.isPlayable, entry.scenario != nil {
          log.warning("\(identity) is broken; its last good version plays on")
        }
      } else if let previous, previous.source != entry.source || previous.mistakes != entry.mistakes {
        log.info("\(identity) was reloaded")
      } else if previous == nil, !old.isEmpty {
        log.info("\(identity) was added")
      }
    }
    for identity in old.keys.sorted() where new[identity] == nil { log.info("\(identity) was removed") }
    if old.isEmpty, !new.isEmpty {
      let broken = new.values.count { !$0.isValid }
      log.info("\(new.count) scenarios loaded\(broken > 0 ? ", \(broken) of them with mistakes" : "")")
    }
  }
}

extension CatalogEntry {
  fileprivate mutating func refuse(name: String, _ why: String) {
    self.name = name
    isPlayable = false
    add(why, at: SourceLocation(line: 1, column: 1))
  }

  fileprivate mutating func add(_ message: String, at place: SourceLocation) {
    mistakes.append(MistakeReport.Entry(message, line: place.line, column: place.column, of: source))
  }

  /// Where the text declares its address.
  fileprivate var placeOfPath: SourceLocation {
    for (index, line) in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    where line.hasPrefix("path:") {
      let value = line.dropFirst("path:".count)
      return SourceLocation(line: index + 1, column: 6 + value.prefix { $0 == " " }.unicodeScalars.count)
    }
    return SourceLocation(line: 1, column: 1)
  }
}

extension ScenarioFile {
  fileprivate func isSameVersion(as other: ScenarioFile) -> Bool {
    stamp == other.stamp && revision == other.revision && mistakes == other.mistakes
  }
}
