@testable import Scenarios

/// Reduces a failing document to a smaller one that still fails.
enum Shrinking {
  /// - Parameter fails: whether a document still fails.
  static func smallest(_ document: Value, tries: Int = 400, fails: (Value) -> Bool) -> Value {
    var smallest = document
    var tries = tries
    var hasShrunk = true
    while hasShrunk, tries > 0 {
      hasShrunk = false
      for candidate in smaller(smallest) {
        tries -= 1
        guard tries > 0 else { break }
        if fails(candidate) {
          smallest = candidate
          hasShrunk = true
          break
        }
      }
    }
    return smallest
  }

  /// The variants of a document with one part removed, the largest part first.
  static func smaller(_ value: Value) -> [Value] {
    switch value {
    case .object(let members):
      var all: [Value] = members.names.map { name in
        var fewer = members
        fewer[name] = nil
        return .object(fewer)
      }
      for name in members.names {
        for candidate in members[name].map(smaller) ?? [] {
          var other = members
          other[name] = candidate
          all.append(.object(other))
        }
      }
      return all
    case .array(let array):
      let elements = array.values
      var all: [Value] = elements.indices.map { index in
        var fewer = elements
        fewer.remove(at: index)
        return .array(fewer)
      }
      for (index, element) in elements.enumerated() {
        for candidate in smaller(element) {
          var other = elements
          other[index] = candidate
          all.append(.array(other))
        }
      }
      return all
    default: return []
    }
  }
}
