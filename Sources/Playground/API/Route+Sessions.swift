import MicroHTTP

extension Route.Call {
  /// The session that the path names; nil if it is no key.
  var sessionKey: SessionKey? { SessionKey(self["key"]) }
}

extension Refusal {
  static let notSessionKey = Refusal(
    .badRequest, "A session's key is 1 to \(SessionKey.longest) letters, digits, '-' or '_'.")

  static func unknownSession(_ key: SessionKey) -> Refusal {
    Refusal(
      .notFound,
      "There is no session '\(key)'; one is there from its first connection until ten minutes after its last."
    )
  }
}

extension HTTPResult {
  static let notGateValue = HTTPResult.problem(
    .badRequest, "The body, which the gate carries to the streams that await it, is not JSON.")

  /// Why a gate was not opened.
  static func gate(_ refusal: GateRefusal, of key: SessionKey) -> HTTPResult {
    .problem(refusal == .openings ? .tooManyRequests : .conflict, refusal.sentence(for: key))
  }
}

extension StreamID {
  /// As `Playground-Stream` has it.
  init?(_ text: String) {
    guard let number = UInt64(text, radix: 16), StreamID(number: number).description == text else {
      return nil
    }
    self.init(number: number)
  }
}
