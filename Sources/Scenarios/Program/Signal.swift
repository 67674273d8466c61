import TextForms

/// What a `signal` step sends to a gate of a session. Only the player of a stream sends it; outlines and searches skip it.
package struct Signal: Sendable, Hashable {
  /// The maximum size of a value, in bytes of compact JSON.
  package static let valueLimit = 65_536

  package var session: String
  package var gate: String
  /// Compact JSON; nil if the step has no `data`.
  package var value: [UInt8]?

  /// The value that a gate receives if the step has no `data`.
  package static let null = Array("null".utf8)

  /// - Returns: a JSON text in the form that gates carry: compact, on one line.
  /// - Throws: `JSONMistake` if `json` is not one JSON text.
  package static func compact(json: [UInt8]) throws(JSONMistake) -> [UInt8] {
    var bytes: [UInt8] = []
    try Value(json: json).appendJSON(to: &bytes)
    return bytes
  }
}

/// A compiled `signal` step.
struct SignalTemplate: Sendable {
  var session: ValueTemplate
  var gate: String
  var data: ValueTemplate?

  var effects: Effects { session.effects.union(data?.effects ?? []) }
}

extension ProgramRun {
  /// Evaluates what a `signal` step sends; throws if its `data` is longer than 64 KiB or an expression fails.
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

  /// Skips a signal, but draws the random numbers and advances the series that it would have used.
  mutating func skip(signal number: Int) {
    guard number < program.signals.count, program.signals[number].effects.mustBeEvaluated else { return }
    _ = try? signal(number)
  }
}
