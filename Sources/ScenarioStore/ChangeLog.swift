/// What happened since a change that the caller knows.
public struct ChangeLog: Hashable, Sendable {
  public var changes: [Change]
  /// What to ask for next time.
  public var position: ChangePosition
  /// False when changes in between are no longer known: everything must be read again.
  public var isComplete: Bool
}
