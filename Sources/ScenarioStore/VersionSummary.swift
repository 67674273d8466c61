import Foundation

/// One save of a scenario, without its text.
public struct VersionSummary: Hashable, Sendable {
  public var number: Int
  /// Bytes of the text.
  public var size: Int
  public var note: String?
  public var author: String?
  public var saved: Date
}
