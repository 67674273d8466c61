/// A fault that happens between producing an event and sending it. Each fault is one file, and one entry of `EventFaults.all`.
///
/// Each plan has its own copy of the scenario's fault, which starts with `begin`.
protocol EventFault: Stage {
  /// Its key at the top of a scenario.
  static var definition: KeyDefinition { get }

  /// Reads the value of its key; nil if it has a mistake, which has been reported.
  init?(_ member: DocumentMember, _ compiler: inout ScenarioCompiler)

  /// Prepares a plan's copy.
  ///
  /// - Parameter seed: the request's.
  mutating func begin(seed: UInt64)

  /// The number of events that it has lost; negative if it has added more than it lost.
  var lost: Int { get }
}

extension EventFault {
  mutating func begin(seed: UInt64) {}
  var lost: Int { 0 }
}

/// The faults, in the order in which events pass them.
enum EventFaults {
  static let all: [any EventFault.Type] = [Drop.self, Reorder.self]

  static func compile(_ fields: CheckedMapping, _ compiler: inout ScenarioCompiler) -> [any EventFault] {
    var faults: [any EventFault] = []
    for fault in all {
      if let member = fields[fault.definition.name], let made = fault.init(member, &compiler) {
        faults.append(made)
      }
    }
    return faults
  }
}
