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
