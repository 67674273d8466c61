import Scenarios
import TextForms

/// Assigns names and addresses to files and saved scenarios, of which several may claim the same.
///
/// A change reconsiders only the entries that claim the same name or address as the changed ones, however many scenarios there are.
struct CatalogIndex: Sendable {
  static let nameRule =
    "the file's name must be letters a-z, digits and '-', at most 64, such as my-scenario.yaml"

  /// The entries before anything is assigned: under their own names, without an address.
  private var candidates: [CatalogRank: CatalogEntry] = [:]
  private var items: [CatalogRank: CatalogItem] = [:]
  private var names = Claims()
  private var addresses = Claims()

  /// Applies changes of candidates; nil for one that was removed.
  ///
  /// - Parameter reservation: returns why no scenario may have an address; nil if one may.
  mutating func apply(
    _ changes: [CatalogRank: CatalogEntry?], reservation: (PathTemplate) -> String?
  ) -> CatalogDifference {
    var concerned = Set(changes.keys)
    for (rank, candidate) in changes {
      candidates[rank] = candidate
      for name in names.claim(candidate.flatMap { wishedName($0) }, for: rank) {
        concerned.formUnion(names.claimants(of: name))
      }
    }
    for rank in concerned {
      for shape in addresses.claim(wishedAddress(rank, reservation)?.shape, for: rank) {
        concerned.formUnion(addresses.claimants(of: shape))
      }
    }
    var difference = CatalogDifference()
    for rank in concerned.sorted() {
      let former = items[rank]
      let entry = candidates[rank].flatMap { settled($0, rank, reservation) }
      if let former, let entry, changes[rank] == nil, former.entry.hasSamePlace(as: entry) { continue }
      let item = entry.map(CatalogItem.init)
      items[rank] = item
      if let former { difference.removed.append(former) }
      if let item { difference.added.append(item) }
    }
    return difference
  }

  private func wishedName(_ candidate: CatalogEntry) -> String? {
    // Only saved scenarios have an owner.
    let isName = candidate.owner != nil || ScenarioName.isValid(candidate.name)
    return isName && !candidate.isLeftOut ? candidate.name : nil
  }

  /// Returns why a participant's own scenario does not get the address that it declares.
  static func noAddress(_ address: PathTemplate, of name: String) -> String {
    "the address \(address) is left out: addresses are shared by all, so a participant's scenario plays at /play/\(name.contains("/") ? "@" : "")\(name) only"
  }

  /// Returns the address that a candidate claims; nil if it declares none or a reserved one, has an owner, or is not playable.
  private func wishedAddress(_ rank: CatalogRank, _ reservation: (PathTemplate) -> String?) -> PathTemplate? {
    guard let candidate = candidates[rank], candidate.isPlayable, candidate.owner == nil,
      names.owner(of: candidate.name) == rank,
      let address = candidate.scenario?.path, reservation(address) == nil
    else { return nil }
    return address
  }

  /// Returns the candidate with the name and address that it gets, and a mistake for each that it does not get. A scenario that came
  /// with the program yields without a mistake; nil if its name is taken.
  private func settled(
    _ candidate: CatalogEntry, _ rank: CatalogRank, _ reservation: (PathTemplate) -> String?
  ) -> CatalogEntry? {
    var entry = candidate
    entry.address = nil
    if candidate.isLeftOut { return entry }
    if candidate.isShipped {
      if names.owner(of: candidate.name) != rank { return nil }
      if let shape = entry.scenario?.path?.shape, addresses.owner(of: shape) == rank {
        entry.address = entry.scenario?.path
      }
      return entry
    }
    if wishedName(candidate) == nil {
      entry.refuse(rank, Self.nameRule)
    } else if let owner = names.owner(of: candidate.name), owner != rank, let other = candidates[owner] {
      let belongs = "the name '\(candidate.name)' belongs to \(other.file ?? other.name)"
      entry.refuse(rank, candidate.file.map { "\(belongs) already; rename \($0)" } ?? belongs)
    }
    guard entry.isPlayable, let address = entry.scenario?.path else { return entry }
    if entry.owner != nil {
      entry.add(Self.noAddress(address, of: entry.name), at: entry.placeOfPath, severity: .warning)
    } else if let reserved = reservation(address) {
      entry.add(reserved, at: entry.placeOfPath)
    } else if let owner = addresses.owner(of: address.shape), owner != rank, let other = candidates[owner] {
      entry.add(
        "the address \(address) belongs to \(other.file ?? other.name) already; give \(entry.file ?? entry.name) another",
        at: entry.placeOfPath)
    } else {
      entry.address = address
    }
    return entry
  }
}

extension CatalogEntry {
  fileprivate func hasSamePlace(as other: CatalogEntry) -> Bool {
    name == other.name && isPlayable == other.isPlayable && mistakes == other.mistakes
      && address == other.address
  }

  /// Makes the entry unplayable, and lists it under a longer name: `saved/counter`, `faults/counter`.
  fileprivate mutating func refuse(_ rank: CatalogRank, _ why: String) {
    switch rank {
    case .file, .shipped: name = group.isEmpty ? name : "\(group)/\(name)"
    case .saved: name = "saved/\(name)"
    }
    isPlayable = false
    add(why, at: .start)
  }

  fileprivate mutating func add(
    _ message: String, at place: SourceLocation, severity: Mistake.Severity = .error
  ) {
    mistakes.append(MistakeReport.Entry(message, at: place, of: source, severity: severity))
  }

  /// Where the text declares its address.
  fileprivate var placeOfPath: SourceLocation { scenario?.pathPlace ?? .start }
}

/// The rank of an entry among those that claim the same name or address: files, by path; then saved scenarios, by name;
/// then scenarios that came with the program, by path.
enum CatalogRank: Hashable, Comparable, Sendable {
  /// Relative to the scenario folder.
  case file(String)
  case saved(String)
  /// Relative to the folder of scenarios that came with the program.
  case shipped(String)
}

/// Claims to names or addresses that only one entry can have; the first by rank gets it.
struct Claims: Sendable {
  private var claimants: [String: [CatalogRank]] = [:]
  private var wishes: [CatalogRank: String] = [:]

  /// Returns all that claim `key`, by rank.
  func claimants(of key: String) -> [CatalogRank] { claimants[key] ?? [] }

  func owner(of key: String) -> CatalogRank? { claimants[key]?.first }

  /// Sets the key that `rank` claims; nil if it claims none.
  ///
  /// - Returns: the keys whose owner may have changed.
  mutating func claim(_ key: String?, for rank: CatalogRank) -> [String] {
    let former = wishes[rank]
    if former == key { return [] }
    wishes[rank] = key
    if let former {
      claimants[former]?.removeAll { $0 == rank }
      if claimants[former]?.isEmpty ?? false { claimants[former] = nil }
    }
    if let key {
      let place = claimants[key]?.firstIndex { $0 > rank } ?? claimants[key]?.endIndex ?? 0
      claimants[key, default: []].insert(rank, at: place)
    }
    return [former, key].compactMap(\.self)
  }
}
