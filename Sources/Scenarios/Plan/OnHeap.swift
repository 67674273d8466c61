/// A value that is seldom there, kept apart from who has it: what is copied and passed on for each event stays small.
@propertyWrapper
package struct OnHeap<Value: Sendable>: Sendable {
  private indirect enum Storage: Sendable {
    case none
    case some(Value)
  }

  private var storage: Storage

  package init(wrappedValue: Value?) {
    storage = .none
    self.wrappedValue = wrappedValue
  }

  package var wrappedValue: Value? {
    get { if case .some(let value) = storage { value } else { nil } }
    set { storage = newValue.map { .some($0) } ?? .none }
  }

  var isThere: Bool { if case .some = storage { true } else { false } }
}
