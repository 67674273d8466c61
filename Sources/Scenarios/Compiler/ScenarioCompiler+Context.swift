extension ScenarioCompiler {
  /// Where a value stands in a document, and what it may name.
  ///
  /// Passed down from the top of a scenario. Whatever is deeper gets a changed copy, so nothing has to be put back.
  struct Context {
    /// The text that the document was read from.
    private(set) var source: SourceText
    /// The names that expressions may use.
    var scope: Scope
    /// The names that every scenario knows, before one adds its own.
    private let commonScope: Scope
    /// The line of the outermost include; nil in the scenario's own text.
    private(set) var includeLine: Int?
    /// Steps around this one, those of fragments and of other scenarios among them.
    private(set) var depth = 0
    /// The loops that a `break` may leave, the innermost last.
    private(set) var loops: [(number: Int, label: String?)] = []
    /// The fragments of the document.
    var fragments: [String: DocumentMember] = [:]
    /// Fragments that are being put in place.
    private(set) var fragmentsInUse: Set<String> = []
    /// The scenario and those that are being included.
    private(set) var scenariosInUse: Set<String>
    /// Whether something has been sent wherever the steps went so far.
    var hasSurelySent = false

    /// The top of a scenario.
    init(_ source: SourceText, name: String, scope: Scope) {
      self.source = source
      self.scope = scope
      commonScope = scope
      scenariosInUse = [name]
    }

    /// The line that a plan names for what stands there.
    func line(of location: SourceLocation) -> Int { includeLine ?? location.line }
    func line(of fields: CheckedMapping) -> Int { line(of: fields.location) }

    // MARK: What is deeper

    /// Within a step.
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

    /// Within the steps of a fragment, which cannot leave the loops around the place of its use.
    func inFragment(_ name: String) -> Context {
      var inner = self
      inner.fragmentsInUse.insert(name)
      inner.loops = []
      return inner
    }

    /// At the top of another scenario, which an include in this line puts in its place.
    func inScenario(_ name: String, _ source: SourceText, at line: Int) -> Context {
      var inner = Context(source, name: name, scope: commonScope)
      inner.scenariosInUse.formUnion(scenariosInUse)
      inner.includeLine = line
      inner.depth = depth
      inner.hasSurelySent = hasSurelySent
      return inner
    }

    /// Within what answers a request, which may read the request even if the steps are one run for all clients.
    var inAnswer: Context {
      var inner = self
      inner.scope.isShared = false
      inner.scope.isOfAnswer = true
      return inner
    }
  }
}
