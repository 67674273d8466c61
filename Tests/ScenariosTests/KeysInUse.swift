@testable import Scenarios

/// The keys that documents use, each with its path: `write.pace`.
struct KeysInUse {
  private(set) var keys: Set<String> = []

  static func name(_ key: String, in place: KeyPlace) -> String { "\(place).\(key)" }

  mutating func add(_ text: String) {
    var mistakes: [Mistake] = []
    guard let root = DocumentReader.read(SourceText(bytes: Array(text.utf8)), mistakes: &mistakes) else {
      return
    }
    add(root, at: .scenario)
  }

  private mutating func add(_ node: DocumentNode, at place: KeyPlace) {
    guard case .mapping(let members) = node.content else { return }
    for member in members {
      let own = place.keys.first { $0.name == member.key }
      guard let key = own ?? place.key(member.key) else { continue }
      keys.insert(Self.name(key.name, in: own == nil ? .event : place))
      add(member.value, key.type)
    }
  }

  private mutating func add(_ node: DocumentNode, _ type: KeyType) {
    switch type {
    case .steps: for step in elements(of: node) { add(step: step) }
    case .mapping(let place): add(node, at: place)
    case .mappings(let place): for element in elements(of: node) { add(element, at: place) }
    case .attempts: for element in elements(of: node) { add(element, at: .attempt) }
    case .stepsByName, .stepsByText:
      guard case .mapping(let members) = node.content else { return }
      for member in members { add(member.value, .steps) }
    case .either(let types): for type in types { add(node, type) }
    default: return
    }
  }

  private mutating func add(step node: DocumentNode) {
    guard case .mapping(let members) = node.content else { return }
    let places = KeyPlace.steps.filter { place in members.contains { place.leading.contains($0.key) } }
    if let place = places.first(where: { $0 != .event }) ?? places.first { add(node, at: place) }
  }

  private func elements(of node: DocumentNode) -> [DocumentNode] {
    if case .sequence(let nodes) = node.content { nodes } else { [] }
  }
}
