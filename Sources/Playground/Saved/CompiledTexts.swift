import Scenarios
import Synchronization

/// Texts that were compiled for a check, kept until they are saved, so that a save compiles only once.
final class CompiledTexts: Sendable {
  struct Compiled: Sendable {
    var source: String
    var result: Result<Scenario, ScenarioMistakes>
    /// The texts of the scenarios that it includes, by name; nil for names that were not found.
    var included: [String: String?]
  }

  private let state = Mutex((texts: [String: Compiled](), count: 0))

  /// The number of compilations.
  var count: Int { state.withLock { $0.count } }

  /// Compiles a text and keeps the result.
  func load(name: String, source: String, resolve: (String) -> String?) throws(ScenarioMistakes) -> Scenario {
    let compiled = compile(name: name, source: source, resolve: resolve)
    state.withLock { $0.texts[name] = compiled }
    return try compiled.result.get()
  }

  /// Returns the kept result for this exact text if the texts that it includes are unchanged; otherwise compiles the text.
  func take(name: String, source: String, resolve: (String) -> String?) -> Compiled {
    if let known = state.withLock({ $0.texts.removeValue(forKey: name) }), known.source == source,
      known.included.allSatisfy({ resolve($0.key) == $0.value })
    {
      return known
    }
    return compile(name: name, source: source, resolve: resolve)
  }

  func removeAll() { state.withLock { $0.texts = [:] } }

  private func compile(name: String, source: String, resolve: (String) -> String?) -> Compiled {
    state.withLock { $0.count += 1 }
    var included: [String: String?] = [:]
    let result = Result<Scenario, ScenarioMistakes> { () throws(ScenarioMistakes) in
      try Scenario.load(text: source, name: name, reserved: .playground) { name in
        let text = resolve(name)
        included.updateValue(text, forKey: name)
        return text
      }
    }
    return Compiled(source: source, result: result, included: included)
  }
}
