import Foundation

/// Something that was done to a saved scenario.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case created, updated, renamed, deleted
  }

  /// Rises with every change, whichever process made it.
  package var id: Int64
  package var kind: Kind
  package var name: String
  /// The name before a `renamed`.
  package var formerName: String?
  package var time: Date
}

/// What happened since a change that the caller knows.
package struct ChangeLog: Hashable, Sendable {
  package var changes: [Change]
  /// What to ask for next time.
  package var position: ChangePosition
  /// False when changes in between are no longer known: everything must be read again.
  package var isComplete: Bool
}

/// A place in the changes of one database file.
package struct ChangePosition: Hashable, Sendable {
  let epoch: String
  let id: Int64
}
