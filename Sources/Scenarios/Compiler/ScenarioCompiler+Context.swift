extension ScenarioCompiler {
  /// The surroundings of a value: its document, the steps that enclose it, and the names that its expressions may use.
  ///
  /// Passed down from the top of a scenario. Each deeper level gets a modified copy, so nothing has to be restored.
  struct Context {
    /// The text of the document.
    private(set) var source: SourceText
    /// The names that expressions may use.
    var scope: Scope
    /// The scope without a scenario's variables. Included scenarios start with it.
    private let commonScope: Scope
    /// The line of the outermost include; nil outside included scenarios.
    private(set) var includeLine: Int?
    /// The number of steps that enclose this place, including those in fragments and in other scenarios.
    private(set) var depth = 0
    /// The loops that a `break` may leave, the innermost last.
    private(set) var loops: [(number: Int, label: String?)] = []
    var fragments: [String: DocumentMember] = [:]
    /// The fragments whose steps are being compiled; using one of them again would be a cycle.
    private(set) var fragmentsInUse: Set<String> = []
    /// The scenario and those that are being included; including one of them again would be a cycle.
    private(set) var scenariosInUse: Set<String>
    /// Whether every path to this place has sent something.
    var hasSurelySent = false

    /// Creates the context at the top of a scenario.
    init(_ source: SourceText, name: String, scope: Scope) {
      self.source = source
      self.scope = scope
      commonScope = scope
      scenariosInUse = [name]
    }

    /// Returns the line that a plan reports for a location: the line of the outermost include if there is one, else the location's line.
    func line(of location: SourceLocation) -> Int { includeLine ?? location.line }
    func line(of fields: CheckedMapping) -> Int { line(of: fields.location) }

    // MARK: Deeper levels

    var inStep: Context {
      var inner = self
      inner.depth += 1
      return inner
    }

    func inLoop(_ number: Int, label: String?) -> Context {
      var inner = self
      inner.loops.append((number, label))
      return inner
    }

    /// Returns the context within a fragment, whose steps cannot leave the loops around the `use`.
    func inFragment(_ name: String) -> Context {
      var inner = self
      inner.fragmentsInUse.insert(name)
      inner.loops = []
      return inner
    }

    /// Returns the context at the top of another scenario, which is included on `line`.
    func inScenario(_ name: String, _ source: SourceText, at line: Int) -> Context {
      var inner = Context(source, name: name, scope: commonScope)
      inner.scenariosInUse.formUnion(scenariosInUse)
      inner.includeLine = line
      inner.depth = depth
      inner.hasSurelySent = hasSurelySent
      return inner
    }

    /// The context within an answer, which may read its request even if all clients share a timeline.
    var inAnswer: Context {
      var inner = self
      inner.scope.isShared = false
      return inner
    }
  }
}
