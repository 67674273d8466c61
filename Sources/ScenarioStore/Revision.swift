/// Which text of which scenario, for entity tags: never the same for two texts.
///
///     6f0c1a2b-17-3
///
/// The first part names the database file (one that was started anew counts from the beginning again), the second the
/// scenario (a deleted name that is used again is another one), the third the version.
public struct Revision: Hashable, Sendable, CustomStringConvertible {
  public let epoch: String
  public let scenario: Int64
  public let version: Int

  public var description: String { "\(epoch)-\(scenario)-\(version)" }
}
