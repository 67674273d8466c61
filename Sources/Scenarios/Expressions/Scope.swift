/// The names an expression may use, and the slot of each. An inner scope is a copy with names of its own added.
///
/// All copies of a scope allot from the same count, so no two declarations share a slot.
struct Scope {
  enum Binding: Sendable {
    case slot(Int)
    /// The slot's whole number and one: `number`, where the slot has `index`.
    case slotPlusOne(Int)
    case constant(Value)
  }

  /// One part of the request that an expression reads by a name known at load.
  struct Lookup: Hashable, Sendable {
    enum Part: String, Hashable, Sendable { case params, query, headers }
    var part: Part
    var name: String
  }

  private final class Allotment {
    var layout = Layout()
    var lookups: [Lookup: Int] = [:]
    var suggestions = 20
    var foldingLeft = Scope.foldingLimit
  }

  /// Units of work that working out constants may cost a scenario at load; what is left over is worked out when it plays.
  private static let foldingLimit = 2_000_000

  private var bindings: [String: Binding] = [:]
  private let allotment = Allotment()

  /// The parameters of the scenario's path; with them a misspelt `params.…` is a mistake. nil: any name will do.
  var parameters: [String]?
  /// Whether what is compiled is rendered once for all clients: then the request is unknown.
  var isShared = false
  /// Whether what is compiled answers the request, before the first step.
  var isOfAnswer = false

  init() {}

  /// Gives a name a slot of its own, hiding an outer one of that name.
  mutating func declare(_ name: String) -> Int {
    let slot = allotment.layout.slots
    allotment.layout.slots += 1
    bindings[name] = .slot(slot)
    return slot
  }

  /// Gives `index` a slot (0-based, to be set by the loop); `number` is one more.
  mutating func declareLoop() -> Int {
    let slot = declare("index")
    bindings["number"] = .slotPlusOne(slot)
    return slot
  }

  /// Gives a name a value that never changes; expressions of it are worked out at load.
  mutating func define(_ name: String, as value: Value) { bindings[name] = .constant(value) }

  subscript(name: String) -> Binding? { bindings[name] }

  var names: [String] { bindings.keys.sorted() }

  /// Whether a mistake may still have a suggestion: the first 20 of a scenario have one.
  ///
  /// To look for a name costs as much as there are names, and so does listing them.
  func takeSuggestion() -> Bool {
    guard allotment.suggestions > 0 else { return false }
    allotment.suggestions -= 1
    return true
  }

  /// What an `Evaluation` must hold for every expression compiled so far in this scope and its copies.
  var layout: Layout { allotment.layout }

  /// A place for what one call remembers between evaluations.
  func declareState() -> Int {
    defer { allotment.layout.states += 1 }
    return allotment.layout.states
  }

  /// Takes note that something is read.
  func note(_ reads: Reads) {
    allotment.layout.reads.formUnion(reads)
    if !isOfAnswer { allotment.layout.stepReads.formUnion(reads) }
  }

  /// Units of work that are left for working out constants.
  var foldingLeft: Int {
    get { allotment.foldingLeft }
    nonmutating set { allotment.foldingLeft = newValue }
  }

  func declareLookup(_ lookup: Lookup) -> Int {
    if let place = allotment.lookups[lookup] { return place }
    let place = allotment.layout.lookups
    allotment.lookups[lookup] = place
    allotment.layout.lookups += 1
    return place
  }
}

/// What the expressions of one scenario need in an `Evaluation`; known once all of them are compiled.
struct Layout: Hashable, Sendable {
  var slots = 0
  /// Places for what a series such as `walk` remembers, one a call.
  var states = 0
  /// Places for members of the request, looked up at their first use.
  var lookups = 0
  /// What of the request is read anywhere; the rest need not be kept.
  var reads: Reads = []
  /// What the steps and their variables read, as against what answers the request.
  var stepReads: Reads = []
}
