import Scenarios
import Testing

@testable import Playground

@Suite struct CatalogIndexTests {
  private static let paths = [nil, "/x", "/x/{a}", "/x/{b}", "/x/{a}/y", "/taken"]

  /// Names and addresses that are wanted by many, so that most changes move some of them.
  private func candidate(_ rank: CatalogRank, _ random: inout RandomNumbers) throws -> CatalogEntry {
    let text = ScenarioText.sending("x", path: Self.paths[random.next(Self.paths.count)])
    let scenario = try Scenario.load(text: text, name: "a", reserved: .playground)
    switch rank {
    case .file(let path):
      let parts = path.split(separator: "/").map(String.init)
      return CatalogEntry(
        name: parts[1], origin: .file, group: parts[0], file: "scenarios/\(path)", source: text,
        scenario: scenario, isPlayable: true, updated: 0)
    case .saved(let name):
      return CatalogEntry(
        name: name, origin: .saved, source: text, scenario: scenario, isPlayable: true, updated: 0)
    case .shipped(let name):
      return CatalogEntry(
        name: name, origin: .file, file: "shipped/\(name)", isShipped: true, source: text, scenario: scenario,
        isPlayable: true, updated: 0)
    }
  }

  private func reservation(_ address: PathTemplate) -> String? {
    address.description == "/taken" ? "it is taken" : nil
  }

  private func lines(_ snapshot: CatalogSnapshot) -> [String] {
    snapshot.entries.map {
      "\($0.name) \($0.file ?? "-") \($0.isPlayable) \($0.address?.description ?? "-") \($0.mistakes.map(\.message))"
    }
  }

  @Test(arguments: 1...40)
  func `one change after the other gives what all at once do`(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    let ranks =
      ["a", "b", "c", "B"].flatMap { [CatalogRank.file("f/\($0)"), .file("g/\($0)")] }
      + ["a", "b", "c", "d", "e"].map(CatalogRank.saved) + ["a", "b", "e"].map(CatalogRank.shipped)
    var present: [CatalogRank: CatalogEntry] = [:]
    var index = CatalogIndex()
    var snapshot = CatalogSnapshot()
    for _ in 0..<60 {
      var changes: [CatalogRank: CatalogEntry?] = [:]
      for _ in 0...random.next(3) {
        let rank = ranks[random.next(ranks.count)]
        let entry = random.next(3) == 0 ? nil : try candidate(rank, &random)
        changes[rank] = .some(entry)
        present[rank] = entry
      }
      snapshot = snapshot.applying(index.apply(changes, reservation: reservation))

      var whole = CatalogIndex()
      let all = CatalogSnapshot().applying(whole.apply(present.mapValues { $0 }, reservation: reservation))
      #expect(lines(snapshot).sorted() == lines(all).sorted())
      #expect(snapshot.entries.map(\.name) == snapshot.entries.map(\.name).sorted())
      for path in ["/x", "/x/1", "/x/1/y", "/taken"] {
        #expect(snapshot.entry(at: path)?.entry.file == all.entry(at: path)?.entry.file)
        #expect(snapshot.entry(at: path)?.entry.name == all.entry(at: path)?.entry.name)
      }
      for name in ["a", "b", "c", "d", "e"] { #expect(snapshot[name]?.file == all[name]?.file) }
    }
  }

  @Test func `only those who want the same are looked at`() throws {
    var index = CatalogIndex()
    var random = RandomNumbers(seed: 1)
    var many: [CatalogRank: CatalogEntry?] = [:]
    for number in 0..<100 {
      var entry = try candidate(.saved("s\(number)"), &random)
      entry.scenario = try Scenario.load(
        text: ScenarioText.sending("x", path: "/s/\(number % 50)"), name: "a", reserved: .playground)
      many[.saved("s\(number)")] = entry
    }
    let first = index.apply(many, reservation: reservation)
    #expect(first.added.count == 100)
    let gone = index.apply([.saved("s57"): nil], reservation: reservation)
    #expect(gone.removed.map(\.entry.name) == ["s57", "s7"])
    #expect(gone.added.map(\.entry.name) == ["s7"])
    #expect(gone.added.first?.entry.address?.description == "/s/7")
  }
}

/// Numbers that are the same in every run.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
