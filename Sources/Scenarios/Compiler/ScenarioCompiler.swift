import TextForms

/// Compiles a document to a scenario. Continues after a mistake, so that all mistakes are reported together.
struct ScenarioCompiler {
  /// The maximum number of steps in a scenario, including nested steps. The steps of a fragment or an include count at each use.
  static let stepLimit = 1_000
  /// The maximum number of events, and of iterations of loops, in a scenario that ends.
  static let eventLimit = 1_000_000

  /// The maximum depth of steps within steps, including those of fragments and other scenarios.
  static let nestingLimit = 16
  /// The maximum number of `include` steps in a scenario, including those in included scenarios.
  static let inclusionLimit = 50

  let source: SourceText
  /// Returns the text of another scenario by its name; nil if there is none.
  let resolve: (String) -> String?
  /// The scope from which all others are copied. It counts the suggestions that mistakes may still have.
  let commonScope = Scope()

  // MARK: Results so far

  var mistakes: [Mistake] = []
  var builder = ProgramBuilder()
  var settings = PlanSettings()
  /// The timeline that all clients share; nil if each client has its own.
  var timeline: SharedTimeline?
  var isFirehose = false
  var steps = 0
  var usedFragments: Set<String> = []
  /// The names of the included scenarios, once for each include.
  var inclusions: [String] = []
  /// Hashes the text and all included texts, for the fingerprint.
  var contents = Hasher()

  init(source: SourceText, resolve: @escaping (String) -> String? = { _ in nil }) {
    self.source = source
    self.resolve = resolve
    source.bytes.withUnsafeBytes { contents.combine(bytes: $0) }
  }

  // MARK: Mistakes

  mutating func report(_ message: String, at location: SourceLocation) {
    mistakes.append(Mistake(message, at: location))
  }

  mutating func warn(_ message: String, at location: SourceLocation) {
    mistakes.append(Mistake(message, at: location, severity: .warning))
  }

  /// Reports that a key has a wrong value: which values it must have, and the value that was found.
  mutating func report(_ member: DocumentMember, mustBe expectation: String) {
    report("'\(member.key)' must be \(expectation), got \(member.value.kind)", at: member.value.location)
  }

  // MARK: Mappings

  /// Returns the known members of a mapping, and reports unknown and missing keys; nil if the node is not a mapping.
  mutating func fields(of node: DocumentNode, at place: KeyPlace) -> CheckedMapping? {
    guard case .mapping(let members) = node.content else {
      let example = place.keys.first.map { ", such as '\($0.name)'" } ?? ""
      report("expected the keys of \(place.rawValue)\(example), got \(node.kind)", at: node.location)
      return nil
    }
    var known: [DocumentMember] = []
    var meant: Set<String> = []
    for member in members {
      if place.key(member.key) != nil {
        known.append(member)
      } else {
        let near = nearest(to: member.key, among: place.keyNames)
        if let near { meant.insert(near) }
        report(unknownKey(member.key, near, at: place), at: member.location)
      }
    }
    let there = meant.union(known.map(\.key))
    for key in place.keys where key.isRequired && !there.contains(key.name) {
      report("\(place.rawValue) needs '\(key.name)': \(key.type.expectation)", at: node.location)
    }
    return CheckedMapping(place: place, location: node.location, members: known)
  }

  /// Returns the most similar of some names; nil if none is similar, or if no more suggestions are allowed.
  func nearest(to name: String, among names: some Sequence<String>) -> String? {
    commonScope.takeSuggestion() ? NearestNames.nearest(to: name, among: names) : nil
  }

  /// Returns the message for a key that is not allowed at a place; `near` is the most similar key that is allowed there.
  func unknownKey(_ key: String, _ near: String?, at place: KeyPlace) -> String {
    let shown = Mistake.shortened(key)
    if let near {
      return "unknown key '\(shown)'; did you mean '\(near)'?"
    }
    if let word = Synonyms.word(for: key), place.keyNames.contains(word) {
      return "unknown key '\(shown)'; here that is '\(word)'"
    }
    if KeyPlace.steps.contains(place),
      KeyPlace.steps.contains(where: { $0 != .event && $0.leading.contains(key) })
    {
      return "'\(shown)' is a step of its own; begin it with '- '"
    }
    let elsewhere = KeyPlace.allCases.filter { $0 != place && $0.keys.contains { $0.name == key } }
    if let other = elsewhere.first {
      return "'\(shown)' does not belong in \(place.rawValue); it stands \(other.whereabouts)"
    }
    let hint = LookAlike.hint(in: key)
    if !hint.isEmpty { return "unknown key '\(shown)'\(hint)" }
    return "unknown key '\(shown)'; \(place.rawValue) may have \(place.keyNames.joined(separator: ", "))"
  }

  // MARK: Expressions

  mutating func template(_ node: DocumentNode, _ context: Context) -> Template? {
    guard let scalar = node.scalar else { return nil }
    let locator = ScalarLocator(source: context.source, start: node.location, scalar: scalar)
    return Template.compile(
      scalar.text, locate: locator.location, scope: context.scope, mistakes: &mistakes)
  }
}

/// The members of a mapping, without its unknown keys, which have already been reported.
struct CheckedMapping {
  let place: KeyPlace
  let location: SourceLocation
  /// In the order in which they are written.
  let members: [DocumentMember]

  subscript(key: String) -> DocumentMember? { members.first { $0.key == key } }
}
