/// A value that is seldom there, kept apart from who has it: what is copied and passed on for each event stays small.
@propertyWrapper
package struct OnHeap<Value: Sendable>: Sendable {
  private indirect enum Storage: Sendable {
    case absent
    case present(Value)
  }

  private var storage: Storage

  package init(wrappedValue: Value?) {
    storage = if let wrappedValue { .present(wrappedValue) } else { .absent }
  }

  package var wrappedValue: Value? {
    get { if case .present(let value) = storage { value } else { nil } }
    set { self = OnHeap(wrappedValue: newValue) }
  }

  var isThere: Bool { if case .present = storage { true } else { false } }
}
