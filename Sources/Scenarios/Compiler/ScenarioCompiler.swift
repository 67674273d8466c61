/// Makes a scenario of a document. Goes on after a mistake, so that all of them are found at once.
struct ScenarioCompiler {
  /// Steps in one scenario, those within steps among them.
  static let stepLimit = 1_000
  /// Events that a scenario with an end may come to.
  static let eventLimit = 1_000_000

  /// Steps within steps, those of fragments and other scenarios among them.
  static let nestingLimit = 16
  /// Other scenarios that one may include, counting each time.
  static let inclusionLimit = 50

  var source: SourceText
  /// The text of another scenario, by its name.
  let resolve: (String) -> String?
  var mistakes: [Mistake] = []
  var builder = ProgramBuilder()
  var steps = 0
  var isFirehose = false
  var lineEnding: [UInt8] = [0x0A]
  /// How records are framed.
  var format = StreamFormat.eventStream
  /// Whether bytes are written that the playground must not add to.
  var writesExactBytes = false

  /// Whether all clients follow one timeline.
  var sharesTimeline = false
  /// A key that makes sense only if the stream ends.
  var needsEnd: DocumentMember?
  /// The steps of entries of `attempts`, to be compiled behind the scenario's own.
  var attemptSteps: [AttemptSteps] = []
  var nesting = 0
  var loopContexts: [LoopContext] = []
  /// Whether something has been sent wherever the steps went so far.
  var hasSurelySent = false
  var fragments: [String: DocumentMember] = [:]
  /// Fragments that are being put in place, the innermost last.
  var fragmentsInUse: [String] = []
  var usedFragments: Set<String> = []
  /// This scenario and those being included, the innermost last.
  var scenariosInUse: [String] = []
  var inclusions: [String] = []
  var gates: [String] = []
  /// The line of a step that may hold the stream for ever, and how it is written.
  var holding: (step: String, line: Int)?
  /// The names that every scenario knows, before this one adds its own.
  var pristineScope = Scope()
  /// Of the text and of all that is included.
  var contents = Hasher()
  /// The line of the outermost include, while the steps of another scenario are compiled.
  var includeLine: Int?

  init(source: SourceText, resolve: @escaping (String) -> String? = { _ in nil }) {
    self.source = source
    self.resolve = resolve
    source.bytes.withUnsafeBytes { contents.combine(bytes: $0) }
  }

  /// The line that a plan names for a step.
  func line(of fields: CheckedMapping) -> Int { includeLine ?? fields.location.line }

  // MARK: Mistakes

  mutating func report(_ message: String, at location: SourceLocation) {
    mistakes.append(Mistake(message, at: location))
  }

  mutating func warn(_ message: String, at location: SourceLocation) {
    mistakes.append(Mistake(message, at: location, severity: .warning))
  }

  /// Says what a key must be, and what it is.
  mutating func report(_ member: DocumentMember, mustBe expectation: String) {
    report("'\(member.key)' must be \(expectation), got \(member.value.kind)", at: member.value.location)
  }

  // MARK: Mappings

  /// Checks the keys of a mapping.
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

  /// The nearest of some names, for one of the first mistakes.
  func nearest(to name: String, among names: some Sequence<String>) -> String? {
    pristineScope.takeSuggestion() ? NearestNames.nearest(to: name, among: names) : nil
  }

  /// - Parameter near: the nearest key that may stand there.
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

  func locator(_ node: DocumentNode) -> (Int) -> SourceLocation {
    guard let scalar = node.scalar else { return { _ in node.location } }
    let locator = ScalarLocator(source: source, start: node.location, scalar: scalar)
    return { locator.location(ofOffset: $0) }
  }

  mutating func template(_ node: DocumentNode, _ scope: Scope) -> Template? {
    guard let scalar = node.scalar else { return nil }
    return Template.compile(scalar.text, locate: locator(node), scope: scope, mistakes: &mistakes)
  }
}
