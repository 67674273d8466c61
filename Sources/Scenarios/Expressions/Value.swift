/// A value of an expression: what JSON has, with whole numbers kept apart so that they stay exact.
public enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([Value])
  case object(Members)

  /// The members of an object, in the order they were written.
  public struct Members: Hashable, Sendable {
    public var names: [String] = []
    public var values: [Value] = []
    public init() {}
  }
}
