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

    public init(_ pairs: [(String, Value)]) {
      for (name, value) in pairs { self[name] = value }
    }

    public var count: Int { Swift.min(names.count, values.count) }

    /// The member of that name; setting one that is there keeps its place, setting nil takes it away.
    public subscript(name: String) -> Value? {
      get {
        guard let index = index(of: name), index < values.count else { return nil }
        return values[index]
      }
      set {
        if let index = index(of: name), index < values.count {
          if let newValue {
            values[index] = newValue
          } else {
            names.remove(at: index)
            values.remove(at: index)
          }
        } else if let newValue {
          names.append(name)
          values.append(newValue)
        }
      }
    }

    private func index(of name: String) -> Int? {
      names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
    }
  }
}
