/// A place in the changes of one database file.
public struct ChangePosition: Hashable, Sendable {
  let epoch: String
  let id: Int64
}
