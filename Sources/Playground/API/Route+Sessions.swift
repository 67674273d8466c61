import MicroHTTP
import Scenarios
import TextForms

extension Route.Call {
  /// The session key in the path; nil if it is not a valid key.
  var sessionKey: SessionKey? { SessionKey(self["key"]) }

  /// Returns the body as compact JSON, the form of a gate's value. Throws 400 if it is not JSON.
  func gateValue() throws(Refusal) -> [UInt8] {
    do throws(JSONMistake) { return try Signal.compact(json: request.body) } catch {
      throw .notJSON(error, request.body)
    }
  }
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
  /// A response that says why a gate was not opened.
  static func gate(_ refusal: GateRefusal, of key: SessionKey) -> HTTPResult {
    .problem(refusal == .openings ? .tooManyRequests : .conflict, refusal.sentence(for: key))
  }
}

extension StreamID {
  /// Reads an ID as it is written in `Playground-Stream`, in hexadecimal.
  init?(_ text: String) {
    guard let number = UInt64(text, radix: 16), StreamID(number: number).description == text else {
      return nil
    }
    self.init(number: number)
  }
}
