/// The record of a change to a saved scenario.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case created, updated, renamed, deleted
  }

  /// Increases with every change, whichever process makes it.
  package var id: Int64
  package var kind: Kind
  package var name: String
  /// The name before the change, if `kind` is `renamed`.
  package var formerName: String?
  /// Nanoseconds since 1970.
  package var time: Int64
}

/// The changes since a position that the caller knows.
package struct ChangeLog: Hashable, Sendable {
  package var changes: [Change]
  /// The position to pass in the next call.
  package var position: ChangePosition
  /// Whether `changes` contains all changes since then. If false, everything must be read again.
  package var isComplete: Bool
}

/// A position in the sequence of changes of one database file.
package struct ChangePosition: Hashable, Sendable {
  let epoch: String
  let id: Int64
}
