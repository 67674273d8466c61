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
