import Foundation

/// One save of a scenario.
public struct Version: Hashable, Sendable {
  public var number: Int
  public var source: String
  public var note: String?
  public var author: String?
  public var saved: Date
}
