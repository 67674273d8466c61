import Foundation

/// Something that was done to a saved scenario.
public struct Change: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case created, updated, renamed, deleted
  }

  /// Rises with every change, whichever process made it.
  public var id: Int64
  public var kind: Kind
  public var name: String
  /// The name before a `renamed`.
  public var formerName: String?
  public var time: Date
}

/// What happened since a change that the caller knows.
public struct ChangeLog: Hashable, Sendable {
  public var changes: [Change]
  /// What to ask for next time.
  public var position: ChangePosition
  /// False when changes in between are no longer known: everything must be read again.
  public var isComplete: Bool
}

/// A place in the changes of one database file.
public struct ChangePosition: Hashable, Sendable {
  let epoch: String
  let id: Int64
}
