import Foundation

/// A saved scenario with its current text.
public struct SavedScenario: Hashable, Sendable {
  public var name: String
  /// As it was written: comments, line ends and all.
  public var source: String
  public var revision: Revision
  public var note: String?
  public var author: String?
  public var created: Date
  public var updated: Date

  /// The number of the current version; the first is 1.
  public var version: Int { revision.version }
}

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

/// One save of a scenario, without its text.
public struct VersionSummary: Hashable, Sendable {
  public var number: Int
  /// Bytes of the text.
  public var size: Int
  public var note: String?
  public var author: String?
  public var saved: Date
}

/// One save of a scenario.
public struct Version: Hashable, Sendable {
  public var number: Int
  public var source: String
  public var note: String?
  public var author: String?
  public var saved: Date
}
