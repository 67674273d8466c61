import TextForms

/// What a `signal` step sends to a gate of a session. Only who plays a stream performs it: an outline and a search pass it by.
package struct Signal: Sendable, Hashable {
  /// Bytes that its value may have, as compact JSON.
  package static let valueLimit = 65_536

  package var session: String
  package var gate: String
  /// Compact JSON; nil where the step gives no `data`.
  package var value: [UInt8]?

  /// What streams take where a step gives no `data`.
  package static let null = Array("null".utf8)

  /// A JSON text as a gate carries it: compact, in one line.
  package static func compact(json: [UInt8]) throws(JSONMistake) -> [UInt8] {
    var bytes: [UInt8] = []
    try Value(json: json).appendJSON(to: &bytes)
    return bytes
  }
}

/// A `signal` step, as compiled.
struct SignalTemplate: Sendable {
  var session: ValueTemplate
  var gate: String
  var data: ValueTemplate?

  var effects: Effects { session.effects.union(data?.effects ?? []) }
}

extension ProgramRun {
  /// Works out what a `signal` step sends.
  mutating func signal(_ number: Int) throws(PlanFailure) -> Signal {
    guard number < program.signals.count else { throw PlanFailure("there is no such signal") }
    evaluation.begin()
    let template = program.signals[number]
    let session = try text(of: template.session)
    guard let data = template.data else { return Signal(session: session, gate: template.gate) }
    var bytes: [UInt8] = []
    let value = try evaluate(data)
    guard value.append(.json, to: &bytes, end: Signal.valueLimit) else {
      throw PlanFailure("the 'data' of 'signal' is longer than 64 KiB")
    }
    evaluation.spent += bytes.count >> 6
    return Signal(session: session, gate: template.gate, value: bytes)
  }

  /// Passes a signal by, and draws the random numbers that it would have drawn.
  mutating func skip(signal number: Int) {
    guard number < program.signals.count, program.signals[number].effects.mustBeEvaluated else { return }
    _ = try? signal(number)
  }
}
