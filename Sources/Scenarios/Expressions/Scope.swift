/// The names that an expression may use, and their bindings. An inner scope is a copy to which names are added.
///
/// All copies of a scope share one layout, so no two declarations get the same slot.
struct Scope {
  enum Binding: Sendable {
    case slot(Int)
    /// One more than the whole number in the slot. `number` is bound in this way to the slot of `index`.
    case slotPlusOne(Int)
    case constant(Value)
  }

  /// A parameter or header field of the request whose name is known at load.
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

  /// The maximum units of work for evaluating a scenario's constants at load. The remaining constants are evaluated when it plays.
  private static let foldingLimit = 2_000_000

  private var bindings: [String: Binding] = [:]
  private let allotment = Allotment()

  /// The parameters of the scenario's path, the only names allowed in `params.…`; nil if any name is allowed.
  var parameters: [String]?
  /// Whether the part being compiled is rendered once for all clients, so that it must not read the request.
  var isShared = false

  /// Gives a name a new slot, which hides an outer declaration of that name.
  mutating func declare(_ name: String) -> Int {
    let slot = allotment.layout.slots
    allotment.layout.slots += 1
    bindings[name] = .slot(slot)
    return slot
  }

  /// Gives `index` a slot, in which the loop counts from 0. `number` is one more than `index`.
  mutating func declareLoop() -> Int {
    let slot = declare("index")
    bindings["number"] = .slotPlusOne(slot)
    return slot
  }

  /// Gives a name a constant value. Expressions that use only constants are evaluated at load.
  mutating func define(_ name: String, as value: Value) { bindings[name] = .constant(value) }

  subscript(name: String) -> Binding? { bindings[name] }

  var names: [String] { bindings.keys.sorted() }

  /// Returns whether another mistake may have a suggestion, and if so counts it. A scenario gets at most 20 suggestions.
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

  /// Adds to the parts of the request, and the clocks, that the expressions read.
  func note(_ reads: Reads) { allotment.layout.reads.formUnion(reads) }

  /// Units of work left for evaluating constants at load.
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

/// The room that the expressions of one scenario need in an `Evaluation`; complete once all of them are compiled.
struct Layout: Hashable, Sendable {
  var slots = 0
  /// Places for the state of series such as `walk`: one for each call in the scenario.
  var states = 0
  /// Places for parameters and header fields of the request, which are looked up at their first use.
  var lookups = 0
  /// The parts of the request, and the clocks, that the expressions read. Other parts need not be kept.
  var reads: Reads = []
}
