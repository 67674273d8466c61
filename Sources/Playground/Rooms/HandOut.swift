import TextForms

/// A scenario that the presenter hands out to everybody in the room; their pages open it.
struct HandOut: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// The name of a scenario in the catalog.
    case scenario(String)
    case source(String)
  }

  /// Eight hexadecimal digits, different for each hand-out.
  let id: String
  let title: String
  let content: Content

  init(title: String, _ content: Content) {
    id = Hex.text(.random(count: 4))
    self.title = title
    self.content = content
  }

  /// `{"id":"5f3a9c02","title":"…","scenario":"counter"}`
  var json: JSONValue {
    switch content {
    case .scenario(let name): ["id": .string(id), "title": .string(title), "scenario": .string(name)]
    case .source(let source): ["id": .string(id), "title": .string(title), "source": .string(source)]
    }
  }
}

extension Room {
  var handOut: HandOut? { state.withLock(\.handOut) }

  func handOut(_ handOut: HandOut?) {
    let before = state.withLock { state in
      defer { state.handOut = handOut }
      return state.handOut
    }
    if let handOut {
      tell(.handOut(id: handOut.id, title: handOut.title))
    } else if before != nil {
      tell(.handOutEnded)
    }
  }
}
