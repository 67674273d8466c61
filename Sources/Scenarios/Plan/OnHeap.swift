/// An optional value that is rarely present, kept on the heap so that its owner, which is copied for each event, stays small.
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

  var isPresent: Bool { if case .present = storage { true } else { false } }
}
