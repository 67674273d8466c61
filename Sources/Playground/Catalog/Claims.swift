/// Who wants what only one can have; the first by rank has it.
struct Claims: Sendable {
  private var claimants: [String: [CatalogRank]] = [:]
  private var wishes: [CatalogRank: String] = [:]

  /// All who want it, in order.
  func claimants(of key: String) -> [CatalogRank] { claimants[key] ?? [] }

  func owner(of key: String) -> CatalogRank? { claimants[key]?.first }

  /// Notes what `rank` wants now; nil for nothing.
  ///
  /// - Returns: what may have another owner since.
  mutating func set(_ key: String?, for rank: CatalogRank) -> [String] {
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
