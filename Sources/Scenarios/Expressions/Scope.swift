/// The names that an expression may use, and what each is bound to. An inner scope is a copy to which names are added.
///
/// All copies of a scope allocate from the same count, so no two declarations share a slot.
struct Scope {
  enum Binding: Sendable {
    case slot(Int)
    /// One more than the whole number in the slot: `number`, where the slot holds `index`.
    case slotPlusOne(Int)
    case constant(Value)
  }

  /// A parameter or header field of the request that an expression reads by a name known at load.
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

  /// Units of work that evaluating constants may cost a scenario at load. Beyond that, they are evaluated when it plays.
  private static let foldingLimit = 2_000_000

  private var bindings: [String: Binding] = [:]
  private let allotment = Allotment()

  /// The parameters of the scenario's path, against which `params.…` is checked; nil if any name is allowed.
  var parameters: [String]?
  /// Whether the compiled part is rendered once for all clients; then it must not read the request.
  var isShared = false

  /// Gives a name a new slot, which hides an outer declaration of that name.
  mutating func declare(_ name: String) -> Int {
    let slot = allotment.layout.slots
    allotment.layout.slots += 1
    bindings[name] = .slot(slot)
    return slot
  }

  /// Gives `index` a slot, which the loop sets from 0 on; `number` is one more.
  mutating func declareLoop() -> Int {
    let slot = declare("index")
    bindings["number"] = .slotPlusOne(slot)
    return slot
  }

  /// Gives a name a constant value; expressions of constants are evaluated at load.
  mutating func define(_ name: String, as value: Value) { bindings[name] = .constant(value) }

  subscript(name: String) -> Binding? { bindings[name] }

  var names: [String] { bindings.keys.sorted() }

  /// Whether a mistake may still have a suggestion, and counts it: the first 20 of a scenario have one.
  ///
  /// The limit is needed because the cost of a suggestion grows with the number of names.
  func takeSuggestion() -> Bool {
    guard allotment.suggestions > 0 else { return false }
    allotment.suggestions -= 1
    return true
  }

  /// The layout of an `Evaluation` for all expressions compiled so far in this scope and its copies.
  var layout: Layout { allotment.layout }

  /// Returns a new place for the state that one call keeps between evaluations.
  func declareState() -> Int {
    defer { allotment.layout.states += 1 }
    return allotment.layout.states
  }

  /// Records that an expression reads this.
  func note(_ reads: Reads) { allotment.layout.reads.formUnion(reads) }

  /// Units of work that are left for evaluating constants.
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

/// What the expressions of one scenario need in an `Evaluation`; complete once all of them are compiled.
struct Layout: Hashable, Sendable {
  var slots = 0
  /// Places for the state of series such as `walk`: one for each call in the scenario.
  var states = 0
  /// Places for parameters and header fields of the request, which are looked up at their first use.
  var lookups = 0
  /// The parts of the request that any expression reads; the others need not be kept.
  var reads: Reads = []
}
